"""Every kind of file becomes reports; everything that is wrong becomes a reason, and the rest goes on."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from kroniek.reports.boilerplate import blank
from kroniek.reports.found import Found, Killed
from kroniek.reports.ingest import Item, read_all, read_bytes
from kroniek.reports.plain import Rejected

BODY = (
    "Shells fell on the market of Northtown on Monday morning and killed five people, the regional governor said.",
    "The army of the south denied that it had fired, and blamed a group that has held the hills since the spring.",
    "Doctors of the hospital asked both sides for a pause of two days to bring the wounded out of the town.",
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shells fall on market - Courier</title>
<link rel="canonical" href="https://courier.example/world/shells"><meta property="og:site_name" content="Courier">
<meta property="article:published_time" content="2021-03-02T08:00:00Z"><meta property="og:title" content="Shells fall on market">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Shells fall on market</h1>
<p>{BODY[0]}</p><p>{BODY[1]}</p><p>Read also: What do the hills hide?</p><p>{BODY[2]}</p></article>
<footer>Share this article. Copyright Courier</footer></body></html>"""


def one(data: bytes, name: str) -> Item:
    (item,) = read_bytes(data, name, name)
    return item


def found(data: bytes, name: str) -> Found:
    item = one(data, name)
    assert isinstance(item, Found), item
    return item


def test_html() -> None:
    item = found(PAGE.encode(), "page.html")
    report = item.report
    assert (report.title, report.outlet, report.published) == ("Shells fall on market", "Courier", "2021-03-02")
    assert report.url == "https://courier.example/world/shells"
    assert all(sentence in report.text for sentence in BODY)
    assert "Read also" not in report.text
    assert "Copyright" not in report.text
    assert len(item.bytes_sha256 or "") == 64
    assert item.extractor.startswith("trafilatura ")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_html_in_its_own_charset(charset: str) -> None:
    text = PAGE.replace("Northtown", "Noordstêd").replace('charset="utf-8"', f'charset="{charset}"')
    assert "Noordstêd" in found(text.encode(charset), "page.html").report.text


def test_html_that_lies_about_its_charset() -> None:
    text = PAGE.replace("Northtown", "Noordstêd")
    assert "Noordst" in found(text.encode("windows-1252"), "page.html").report.text


def test_word() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for sentence in BODY:
        document.add_paragraph(sentence)
    document.core_properties.title = "Note"
    out = io.BytesIO()
    document.save(out)
    report = found(out.getvalue(), "note.docx").report
    assert (report.id, report.title, report.text) == ("note", "Note", "\n\n".join(BODY))


def pdf(pages: list[str]) -> bytes:
    """A small PDF with a page for each text."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects += [f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for n, text in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents {5 + 2 * n} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        stream = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET" if text else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


def test_pdf_keeps_its_pages() -> None:
    item = found(pdf([BODY[0], BODY[1]]), "note.pdf")
    assert BODY[0] in item.report.text
    assert [item.report.text[at:].startswith(b[:20]) for at, b in zip(item.pages, BODY, strict=False)] == [True, True]


def test_tables_and_lines() -> None:
    table = f'id,language,published,title,text,outlet\na,en,2021-03-02,T,"{BODY[0]}",Courier\nb,en,,,,\n'
    first, second = read_bytes(table.encode(), "reports.csv", "x")
    assert isinstance(first, Found)
    assert (first.report.id, first.report.outlet) == ("a", "Courier")
    assert isinstance(second, Rejected)
    lines = "\n".join([json.dumps({"id": "a", "text": BODY[0]}), "{broken", json.dumps({"txt": "x"})])
    kinds = [type(i) for i in read_bytes(lines.encode(), "reports.jsonl", "x")]
    assert kinds == [Found, Rejected, Rejected]


RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title><item><title>Shells</title>
<link>https://courier.example/a</link><guid>https://courier.example/a</guid><pubDate>Tue, 02 Mar 2021 08:00:00 GMT</pubDate>
<description>&lt;p&gt;{BODY[0]}&lt;/p&gt;&lt;p&gt;{BODY[1]}&lt;/p&gt;</description></item>
<item><title>Short</title><link>https://courier.example/b</link><description>More inside.</description></item></channel></rss>"""


def test_feeds() -> None:
    first, second = read_bytes(RSS.encode(), "feed.xml", "feed")
    assert isinstance(first, Found)
    report = first.report
    assert (report.url, report.published, report.outlet) == ("https://courier.example/a", "2021-03-02", "Courier")
    assert report.text == "\n\n".join(BODY[:2])
    assert isinstance(second, Rejected)
    assert "watch" in second.reason


G2 = """<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="2">
<itemMeta><versionCreated>2021-03-02T08:00:00Z</versionCreated><provider><name>Agency</name></provider><pubStatus qcode="stat:{status}"/>
<edNote>Kill: the report was wrong</edNote></itemMeta>
<contentMeta><headline>Shells</headline><language tag="en-GB"/></contentMeta><contentSet>{body}</contentSet></newsItem>"""
XHTML = '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html></inlineXML>'


def test_newsml() -> None:
    body = XHTML.format("".join(f"<p>{b}</p>" for b in BODY))
    item = found(G2.format(status="usable", body=body).encode(), "item.xml")
    assert item.guid == "urn:x:1"
    assert (item.report.title, item.report.language, item.report.published) == ("Shells", "en", "2021-03-02")
    assert item.report.text == "\n\n".join(BODY)


def test_newsml_kill_notice() -> None:
    item = one(G2.format(status="canceled", body="").encode(), "item.xml")
    assert item == Killed("urn:x:1", "item.xml", "Kill: the report was wrong")


def test_newsml_without_a_body() -> None:
    item = one(G2.format(status="usable", body="").encode(), "item.xml")
    assert isinstance(item, Rejected)
    assert "without a body" in item.reason


def test_nitf() -> None:
    text = f"""<?xml version="1.0"?><nitf><head><docdata><doc-id id-string="n1"/><date.issue norm="20210302T080000Z"/></docdata></head>
    <body><body.head><hedline><hl1>Shells</hl1></hedline></body.head><body.content><p>{BODY[0]}</p></body.content></body></nitf>"""
    item = found(text.encode(), "n.xml")
    assert (item.guid, item.report.title, item.report.published, item.report.text) == ("n1", "Shells", "2021-03-02", BODY[0])
    killed = one(text.replace("<docdata>", '<docdata management-status="killed">').encode(), "n.xml")
    assert isinstance(killed, Killed)


def test_ninjs() -> None:
    value = {"uri": "urn:n:1", "headline": "Shells", "versioncreated": "2021-03-02T08:00:00Z", "body_text": BODY[0], "language": "en-US"}
    item = found(json.dumps(value).encode(), "n.json")
    assert (item.guid, item.report.language, item.report.text) == ("urn:n:1", "en", BODY[0])
    assert isinstance(one(json.dumps(value | {"pubstatus": "canceled"}).encode(), "n.json"), Killed)
    assert isinstance(one(json.dumps({"uri": "u", "pubstatus": "usable"}).encode(), "n.json"), Rejected)
    html = value | {"body_text": None, "body_xhtml": "".join(f"<p>{b}</p>" for b in BODY)}
    assert BODY[1] in found(json.dumps(html).encode(), "n.json").report.text


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # warcio's writer
def test_warc() -> None:
    pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, page in (("https://courier.example/world/shells", PAGE), ("https://courier.example/empty", "<html><body>x</body></html>")):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page.encode()), http_headers=headers))
    first, second = read_bytes(out.getvalue(), "a.warc.gz", "a")
    assert isinstance(first, Found)
    assert first.report.url == "https://courier.example/world/shells"
    assert isinstance(second, Rejected)
    kinds = [type(i) for i in read_bytes(out.getvalue()[:-40], "a.warc.gz", "a")]
    assert kinds[0] is Found
    assert Rejected in kinds


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return out.getvalue()


LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><title>&b;</title><item><title>&b;</title></item></channel></rss>"""
BAD = {
    "truncated.pdf": (pdf([BODY[0]])[:120], "damaged"),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
    "scan.pdf": (pdf([""]), "OCR"),
    "bomb.docx": (bomb(), "zip bomb"),
    "broken.docx": (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
    "not.docx": (b"plain words", "damaged"),
    "laughs.xml": (LAUGHS.encode(), "entities"),
    "laughs-g2.xml": (LAUGHS.replace("rss", "newsItem").encode(), "entities"),
    "external.xml": (b'<?xml version="1.0"?><!DOCTYPE n SYSTEM "file:///etc/passwd"><newsItem/>', ""),
    "huge.html": (b"<!doctype html><html><body>" + b"<p>x</p>" * 6_500_000, "MB"),
    "empty.html": (b"<html><body><script>var x = 1</script></body></html>", "no article"),
    "latin.txt": ("Een geïllustreerd verslag".encode("latin-1"), "UTF-8"),
    "binary.txt": (b"MZ\x00\x00" + b"\x00" * 50, "binary"),
    "nothing.txt": (b"", "empty"),
    "what.xyz": (b"abc", "known are"),
    "broken.xml": (b"<?xml version='1.0'?><newsItem><a>", "damaged"),
    "broken.json": (b"{", "damaged"),
    "no-text.csv": (b"a,b\n1,2\n", "column 'text'"),
    "deep.json": (b"[" * 100_000, ""),
    "empty-feed.xml": (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "without entries"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_in_a_reason(name: str) -> None:
    data, reason = BAD[name]
    items = list(read_bytes(data, name, name))
    assert items
    for item in items:
        assert isinstance(item, Rejected), item
        assert reason in item.reason
        assert "cannot be read (" not in item.reason, "this kind of damage has no words of its own"


def test_a_folder_with_bad_files_is_read_on(tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        if len(data) < 1_000_000:
            (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text(f"published: 2021-03-02\n\n{BODY[0]}")
    (tmp_path / "page.html").write_text(PAGE)
    items = list(read_all([str(tmp_path), str(tmp_path / "missing.txt")]))
    assert [i.report.id for i in items if isinstance(i, Found)] == ["page.html", "zz"]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Lees ook: Wat willen de milities in Irak?", False),
        ("Read more: how the war began", False),
        ("ADVERTISEMENT", False),
        ("Photo: A. Person", False),
        ("The photo: it shows a tank.", True),
        ("Readers of the letter were angry about it.", True),
        ("Videos show the strike.", True),
        ("Lees ook de brief " + "van de minister aan de Kamer " * 8, True),
    ],
)
def test_boilerplate_is_blanked_and_offsets_stay(line: str, stays: bool) -> None:
    text = f"First line.\n{line}\nLast line."
    found_text = blank(text)
    assert len(found_text) == len(text)
    assert (line in found_text) is stays
    assert found_text.endswith("Last line.")
