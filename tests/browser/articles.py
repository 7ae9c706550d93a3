"""Invented articles for the browser: small, with everything that the page has to show."""

from __future__ import annotations

from typing import Any

EMOJI_TITLE = "Lighthouse keeper answers the post"

ARTICLES: list[dict[str, Any]] = [
    {
        "title": "Council votes to mend the sea wall",
        "outlet": "The Quayside Post",
        "authors": ["Wanda Pell"],
        "published_at": "2024-03-04T09:30:00",
        "body": "The council voted on Monday.\n\n“We cannot wait for another winter like the last one,” said Ilse "
        "Vandermeer, the mayor of Skarholm.\n\nShe called the old wall “a row of wet biscuits”.",
    },
    {
        "title": "Sea wall money is short",
        "outlet": "Radio Norrland",
        "agency": "NPA",
        "published_at": "2024-03-20",
        "body": "“The money will last until August and not a day longer,” said Tomas Quill, the treasurer of "
        "Skarholm.\n\n“Then we shall see who can carry stones,” he said.",
    },
    {
        "title": "Ferry captain takes the blame",
        "outlet": "The Quayside Post",
        "published_at": "2025-01-11",
        "body": "“I took the turn too early, and that is the whole story,” said Bruna Okafor, captain of the ferry.\n\n"
        "“She has told the truth, which is rarer than a safe crossing,” said Tomas Quill, the treasurer.",
    },
    {
        "title": "Orchard growers want their own frost warning",
        "outlet": "Radio Norrland",
        "published_at": "2025-02-02",
        "body": "“The frost does not read the bulletin before it comes,” said Aurel Nystad, who grows plums at Vik.",
    },
    {
        "title": "A page without a date",
        "outlet": "The Quayside Post",
        "body": "“Nobody wrote down the day on which this was said,” said Mirren Aldous, the archivist of Skarholm.",
    },
    {
        "title": "A page without an outlet",
        "published_at": "2025-05-05",
        "body": "“Somebody must have printed these words somewhere,” said Mirren Aldous, the archivist of Skarholm.",
    },
    {
        "title": EMOJI_TITLE,
        "outlet": "Radio Norrland",
        "published_at": "2025-06-01",
        "body": "The card showed a lighthouse 🗼, two gulls 🕊️🕊️ and a family 👨‍👩‍👧 on the rocks.\n\n“Every light I "
        "kept was kept for somebody I never met,” said Jory Penhale, the keeper, and drew a 🙂 under it.\n\nHe called "
        "the automatic lamp “a clever candle 🕯️ without a friend”.",
    },
    *(
        {
            "title": f"Market report number {number}",
            "outlet": "Skarholm Weekly",
            "published_at": f"2023-{number:02}-01",
            "body": "\n\n".join(
                f"“The price of {fish} in week {number} was more than anyone could explain,” said Odd Brevik, a trader."
                for fish in ("cod", "herring")
            ),
        }
        for number in range(1, 11)
    ),
]
