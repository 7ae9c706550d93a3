"""Leave-one-outlet-out: every article judged by weights that never saw its outlet."""

from __future__ import annotations

from benchmarks.quote_training.model import Material, install
from benchmarks.quote_training.rows import Row, Scorer, outlet_of
from service.quotes import extract


def predict(rows: list[Row]) -> list[Row]:
    """Return what the extractor finds in `rows`, as the scorer reads it."""
    return [
        {
            "id": row["id"],
            "text": row["text"],
            "quotes": [
                {"start": q.start, "end": q.end, "speaker": q.speaker, "confidence": q.confidence, "method": q.method}
                for q in extract(row["text"])
            ],
        }
        for row in rows
    ]


def held_out(rows: list[Row], material: Material) -> list[Row]:
    """Return predictions for all rows, those of each outlet by weights fitted to the other outlets."""
    found: dict[str, Row] = {}
    for outlet in sorted({outlet_of(row) for row in rows}):
        inside = frozenset(i for i, row in enumerate(rows) if outlet_of(row) == outlet)
        install(material.fit(inside))
        found.update((p["id"], p) for p in predict([rows[i] for i in sorted(inside)]))
    return [found[row["id"]] for row in rows]


def table(rows: list[Row], predictions: list[Row], scorer: Scorer) -> str:
    """Return a Markdown table: a row for each outlet left out, and one for all together."""
    predicted = {p["id"]: p for p in predictions}
    lines = [
        "| left out | articles | span F1 | quote + speaker F1 | ≥ 4 words | name | pronoun | nominal |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for outlet in [*sorted({outlet_of(row) for row in rows}), ""]:
        chosen = [row for row in rows if not outlet or outlet_of(row) == outlet]
        lines.append(score_line(outlet or "**all**", chosen, [predicted[row["id"]] for row in chosen], scorer))
    return "\n".join(lines)


def score_line(name: str, rows: list[Row], predicted: list[Row], scorer: Scorer) -> str:
    """Return one line of the table."""
    every, _ = scorer.score(rows, predicted, 1)
    longer, _ = scorer.score(rows, predicted, 4)
    kinds = every["by_kind"]
    right = (kinds.get(k, (0, 0.0))[1] for k in ("name/gold", "pronoun/silver", "nominal/mention"))
    return (
        f"| {name} | {len(rows)} | {every['relaxed']['f1']:.3f} | {every['end2end']['f1']:.3f} "
        f"| {longer['end2end']['f1']:.3f} | {' | '.join(f'{r:.3f}' for r in right)} |"
    )
