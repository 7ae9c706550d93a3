from __future__ import annotations

from pathlib import Path

import pytest

from service.models import ArticleIn
from tests.unit.ingest.files.reading import given, shown, write

LONG = " ".join(f"The boat number {n} came in late." for n in range(40))

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Dunmarrow Herald</title><link>https://herald.example/</link>
<item><title>Quay &amp;amp; pier reopen</title><link>https://herald.example/quay?utm_source=rss</link>
  <guid isPermaLink="false">17</guid><pubDate>Mon, 04 Mar 2024 06:30:00 EST</pubDate>
  <dc:creator>Ada Brandt and Ola Lund</dc:creator><description>A teaser.</description>
  <content:encoded><![CDATA[<p>“We open today,” said Ida Holm.</p><figure><figcaption>No text</figcaption></figure><p>It
  rains.</p><script>x()</script>]]></content:encoded></item>
<item><title>Only a teaser</title><link>https://herald.example/2</link><description>Read on there.</description></item>
<item><title>All in the summary</title><description>{LONG}</description><pubDate>Friday</pubDate></item>
<item><title>It breaks off</title><description>{LONG} And …</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Latest</title>
<entry><id>tag:ledger.example,2024:1</id><title type="html">It &lt;i&gt;rains&lt;/i&gt;</title>
<link href="https://ledger.example/1"/><author><name>Ada Brandt</name></author>
<published>2024-03-04T06:30:00+02:00</published><updated>2024-03-05T06:30:00+02:00</updated>
<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""


def test_the_items_of_rss_that_hold_their_article_are_taken_and_the_others_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "feed.xml", RSS)
    assert given(path) == [
        ArticleIn(
            body="“We open today,” said Ida Holm.\n\nIt rains.",
            title="Quay & pier reopen",
            outlet="The Dunmarrow Herald",
            url="https://herald.example/quay?utm_source=rss",
            published_at="2024-03-04T06:30:00-05:00",
            authors=["Ada Brandt", "Ola Lund"],
        ),
        ArticleIn(body=LONG, title="All in the summary", outlet="The Dunmarrow Herald"),
    ]
    refused = "has only a summary, and what a feed points to is not fetched"
    assert shown(path) == [f": item {number}: {refused}" for number in (2, 4)]


def test_an_atom_entry_keeps_its_zone_and_the_id_that_is_its_own_everywhere(tmp_path: Path) -> None:
    assert given(write(tmp_path, "feed", ATOM)) == [
        ArticleIn(
            body="One.\n\nTwo.",
            title="It rains",
            url="https://ledger.example/1",
            published_at="2024-03-04T06:30:00+02:00",
            authors=["Ada Brandt"],
            external_id="tag:ledger.example,2024:1",
        )
    ]


@pytest.mark.parametrize("end", ["</content:encoded>", "rains.", "A teaser."])
def test_the_last_item_of_a_feed_that_is_cut_off_is_not_taken(tmp_path: Path, end: str) -> None:
    path = write(tmp_path, "a.rss", RSS[: RSS.index(end) + len(end)])
    assert given(path) == []
    assert shown(path) == [": is no feed, or cut off after item 0"]


def test_entities_of_a_feed_reach_no_file_and_no_network(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "s3cret")
    hostile = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>' + RSS.split("?>")[1].replace("It\n", "It &x; ")
    path = write(tmp_path, "a.rss", hostile.replace("<![CDATA[", "").replace("]]>", ""))
    assert "s3cret" not in str(given(path))


def test_a_name_that_is_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, "http:/127.0.0.1:1/feed.rss", "http://127.0.0.1:1/feed")
    assert shown(path) == [": is no feed, or cut off after item 0"]
