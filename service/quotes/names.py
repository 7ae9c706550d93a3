"""Given names and what they tell; the words of a name."""

from __future__ import annotations

from typing import Literal

from service.quotes.lexicon import SUFFIXES, words

# Given names common enough to tell he from she; from general knowledge, not from any data file.
MALE_NAMES = words(
    """
    aaron adam alan albert alex alexander andrew andy anthony arthur ben benjamin bill bob brad brandon brian
    bruce carl charles charlie chris christopher colin craig dan daniel dave david dean dennis dmitry donald
    doug douglas edward eric ernest eugene frank fred gary george gerald glenn greg gregory harold harry henry
    howard hugh ian ivan jack jacob jake james jamie jared jason jay jeff jeffrey jeremy jerry jim jimmy joe
    joel john johnny jon jonathan jose joseph josh joshua juan justin keith ken kenneth kevin kyle larry
    lawrence lee leonard lewis louis luis luke marco mark martin matt matthew michael miguel mike mitch
    mohammed muhammad nathan neil nicholas nick oliver oscar patrick paul pedro peter phil philip ralph ray
    raymond richard rick rob robert roger ron ronald roy rudy russell ryan sam samuel scott sean sergei simon
    stephen steve steven stuart ted terry thomas tim timothy todd tom tony vladimir walter wayne will william
    """
)
FEMALE_NAMES = words(
    """
    abigail alice alicia alison amanda amy andrea angela anita ann anna anne annie ashley barbara beth betty
    beverly brenda brittany carla carly carol caroline catherine charlotte cheryl chelsea christina christine
    cindy claire clara cynthia dana deborah debbie denise diana diane donna dorothy ellen elizabeth emily emma
    erin eva eve evelyn fiona florence frances gail gina gloria grace hannah heather heidi helen irene isabel
    jackie jane janet jean jennifer jenny jessica jill joan joanna joyce judith judy julia julie karen kate
    katherine kathleen kathryn kathy katie kayla kim kimberly kristen laura lauren laurie linda lisa liz
    loretta lori louise lucy lynn mabel madeleine margaret maria marie marilyn marsha martha mary maya megan
    melanie melissa michelle mildred molly monica nancy naomi natalie nicole nikki nina nora olga olivia
    pamela patricia patty paula peggy phyllis rachel rebecca rita robin rosa rose ruth sally samantha sandra
    sara sarah sharon sheila shirley sofia sonia sophie stephanie sue susan suzanne sylvia tammy tara teresa
    theresa tiffany tina tracy ursula valerie vanessa veronica victoria virginia wendy yvonne zoe
    """
)


def is_given_name(word: str) -> Literal["m", "f"] | None:
    """Return the usual gender of a common given name (lower case), None for any other word."""
    if word in MALE_NAMES:
        return "m"
    return "f" if word in FEMALE_NAMES else None


def split_name(name: str) -> list[str]:
    """Return the words of a name in lower case without suffixes such as Jr."""
    parts = [w.strip(".,").lower() for w in name.split()]
    return [w for w in parts if w not in SUFFIXES] or parts
