from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.likeness import ALIKE, FEWEST_RUNS, Text, sketch
from tests.copies import cut, paragraph, reworded, story

texts = st.builds(story, st.integers(0, 50), st.integers(1, 4), st.integers(1, 60)) | st.text(max_size=500)


@given(texts, texts)
def test_likeness_is_mutual_and_within_its_bounds(one: str, other: str) -> None:
    found = Text(one).similarity(Text(other))
    assert found == Text(other).similarity(Text(one))
    assert found is None or ALIKE <= found <= 1


@given(texts)
def test_a_text_is_like_itself_unless_it_is_too_short(text: str) -> None:
    runs = len(Text(text).runs)
    assert Text(text).similarity(Text(text)) == (1 if runs >= FEWEST_RUNS else None)


@given(texts)
def test_a_sketch_is_small_and_of_the_words_alone(text: str) -> None:
    made = sketch(text)
    assert len(made) <= 8
    assert all(0 <= number < 2**32 for number in made)
    assert made == sketch(f"  {text}\n\n") == sketch(text.replace(" ", "\n"))


def test_a_sketch_is_the_same_for_ever() -> None:
    """It is stored: another one would find nothing of what is there."""
    text = "The harbour wall will be raised by a metre before the winter, the mayor said on Monday, " * 2
    assert sketch(text) == sketch(text.upper().replace(",", " —"))
    assert sketch(text) == [169042501, 320003984, 402001588, 408569859, 420405471, 835890475]


def test_most_copies_share_a_number_and_other_texts_none() -> None:
    originals = [story(seed, 6, 60) for seed in range(200)]
    sketches = [set(sketch(text)) for text in originals]
    for make in (
        lambda text: reworded(text, 12),
        lambda text: cut(text, 0.4),
        lambda text: f"{paragraph(999)}\n\n{text}",
    ):
        found = sum(bool(numbers & set(sketch(make(text)))) for text, numbers in zip(originals, sketches, strict=True))
        assert found >= 190
    assert all(not one & other for at, one in enumerate(sketches) for other in sketches[:at])


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    one = "港口的墙将在冬天之前加高一米市长在星期一的会议上这样宣布并且要求大家保持冷静因为风暴还没有到来" * 1
    other = one.replace("一米", "两米")
    assert (Text(one).similarity(Text(other)) or 0) > 0.7
    assert Text(one).similarity(Text(one[::-1])) is None
