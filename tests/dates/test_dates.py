"""Dates in their text: tense of the clause, datelines, heads, anchors, vague publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from handmade import document
from hypothesis import given, settings
from hypothesis import strategies as st

from kroniek import edtf
from kroniek.coder.resolve import date_periods as periods
from kroniek.coder.resolve.dates import DateMention, find_dates
from kroniek.document import Document, Sentence, Word
from kroniek.errors import BadDate
from kroniek.knowledge.calendar import calendar

NEW_YEARS_EVE = "2019-12-31"


def dates(text: str, language: str, clause: str = "past", *, published: str | None = NEW_YEARS_EVE) -> list[str]:
    found = find_dates(document(text, language, clause), published=published, calendar=calendar(language))
    return [mention.when.edtf for mention in found]


def tree(language: str, *rows: str, kind: str = "text") -> Document:
    """A sentence of rows "form upos feats head label lemma"; heads count from 0, -1 is the root."""
    words, at = [], 0
    for i, row in enumerate(rows):
        form, upos, feats, head, label, *lemma = row.split()
        lemma_of = lemma[0] if lemma else form.lower()
        words.append(Word(i, form, at, at + len(form), lemma_of, upos, feats, int(head), label, 0, 1.0))
        at += len(form) + 1
    text = " ".join(word.text for word in words)
    return Document(text, language, tuple(words), (Sentence(0, 0, len(words), 0, len(text), kind),))


def only(found: tuple[DateMention, ...]) -> DateMention:
    assert len(found) == 1
    return found[0]


def test_the_report_that_kroniek_began_with() -> None:
    text = (
        "dinsdag // afgelopen zondag // Sinds eind oktober // Afgelopen vrijdag // Twee dagen later // afgelopen herfst"
    )
    assert dates(text, "nl") == [
        "2019-12-31",
        "2019-12-29",
        "2019-10-25~/2019-12-31",
        "2019-12-27",
        "2019-12-29",
        "2019-09/2019-11",
    ]


@pytest.mark.parametrize(
    ("language", "rows", "expected"),
    [
        (
            "nl",
            [
                "hij PRON _ 3 nsubj",
                "is AUX Tense=Pres|VerbForm=Fin 3 aux zijn",
                "vrijdag NOUN _ 3 obl",
                "gevlucht VERB VerbForm=Part -1 root vluchten",
            ],
            "2019-12-27",
        ),
        (
            "nl",
            [
                "hij PRON _ 3 nsubj",
                "wordt AUX Tense=Pres|VerbForm=Fin 3 aux:pass worden",
                "vrijdag NOUN _ 3 obl",
                "gehoord VERB VerbForm=Part -1 root horen",
            ],
            "2020-01-03",
        ),
        (
            "nl",
            [
                "hij PRON _ 4 nsubj",
                "zou AUX Tense=Past|VerbForm=Fin 4 aux zullen",
                "vrijdag NOUN _ 4 obl",
                "zijn AUX VerbForm=Inf 4 aux zijn",
                "gedood VERB VerbForm=Part -1 root doden",
            ],
            "2019-12-27",
        ),
        (
            "nl",
            [
                "hij PRON _ 3 nsubj",
                "zou AUX Tense=Past|VerbForm=Fin 3 aux zullen",
                "vrijdag NOUN _ 3 obl",
                "spreken VERB VerbForm=Inf -1 root spreken",
            ],
            "2020-01-03",
        ),
        (
            "nl",
            [
                "zij PRON _ 1 nsubj",
                "dreigden VERB Tense=Past|VerbForm=Fin -1 root dreigen",
                "vrijdag NOUN _ 4 obl",
                "te ADP _ 4 mark",
                "staken VERB VerbForm=Inf 1 xcomp staken",
            ],
            "2020-01-03",
        ),
        (
            "nl",
            [
                "zij PRON _ 1 nsubj",
                "begonnen VERB Tense=Past|VerbForm=Fin -1 root beginnen",
                "vrijdag NOUN _ 4 obl",
                "te ADP _ 4 mark",
                "schieten VERB VerbForm=Inf 1 xcomp schieten",
            ],
            "2019-12-27",
        ),
        (
            "nl",
            [
                "de DET _ 1 det",
                "aanslag NOUN _ 4 nsubj",
                "van ADP _ 3 case",
                "vrijdag NOUN _ 1 nmod",
                "leidt VERB Tense=Pres|VerbForm=Fin -1 root leiden",
            ],
            "2019-12-27",
        ),
        (
            "nl",
            [
                "de DET _ 1 det",
                "top NOUN _ 4 nsubj",
                "van ADP _ 3 case",
                "vrijdag NOUN _ 1 nmod",
                "vervalt VERB Tense=Pres|VerbForm=Fin -1 root vervallen",
            ],
            "2020-01-03",
        ),
        (
            "en",
            [
                "they PRON _ 2 nsubj",
                "have AUX Tense=Pres|VerbForm=Fin 2 aux have",
                "fled VERB Tense=Past|VerbForm=Part -1 root flee",
                "on ADP _ 4 case",
                "Friday PROPN _ 2 obl",
            ],
            "2019-12-27",
        ),
        (
            "en",
            [
                "they PRON _ 2 nsubj",
                "will AUX VerbForm=Fin 2 aux",
                "meet VERB VerbForm=Inf -1 root",
                "on ADP _ 4 case",
                "Friday PROPN _ 2 obl",
            ],
            "2020-01-03",
        ),
        (
            "en",
            ["they PRON _ 1 nsubj", "meet VERB Tense=Pres|VerbForm=Fin -1 root", "Friday PROPN _ 1 obl"],
            "2020-01-03",
        ),
        (
            "en",
            [
                "he PRON _ 4 nsubj",
                "would AUX VerbForm=Fin 4 aux",
                "have AUX VerbForm=Inf 4 aux",
                "been AUX VerbForm=Part 4 aux:pass be",
                "shot VERB Tense=Past|VerbForm=Part -1 root shoot",
                "Friday PROPN _ 4 obl",
            ],
            "2019-12-27",
        ),
        (
            "en",
            [
                "Friday PROPN _ 2 nmod:poss",
                "'s PART _ 0 case",
                "vote NOUN _ 4 nsubj",
                "will AUX VerbForm=Fin 4 aux",
                "fail VERB VerbForm=Inf -1 root",
            ],
            "2020-01-03",
        ),
        (
            "en",
            [
                "Friday PROPN _ 2 nmod:poss",
                "'s PART _ 0 case",
                "raid NOUN _ 4 nsubj",
                "will AUX VerbForm=Fin 4 aux",
                "fail VERB VerbForm=Inf -1 root",
            ],
            "2019-12-27",
        ),
    ],
)
def test_tense_of_the_clause(language: str, rows: list[str], expected: str) -> None:
    found = only(find_dates(tree(language, *rows), published=NEW_YEARS_EVE, calendar=calendar(language)))
    assert found.when.edtf == expected


def test_a_headline_in_the_present_tense_looks_back() -> None:
    rows = ["Police NOUN _ 1 nsubj", "arrest VERB Tense=Pres|VerbForm=Fin -1 root", "Friday PROPN _ 1 obl"]
    found = only(find_dates(tree("en", *rows, kind="title"), published=NEW_YEARS_EVE, calendar=calendar("en")))
    assert found.when.edtf == "2019-12-27"


def test_a_tree_with_a_circle_ends() -> None:
    rows = ["Friday PROPN _ 1 nmod", "night NOUN _ 2 nmod", "fire NOUN _ 1 nmod"]
    assert (
        only(find_dates(tree("en", *rows), published=NEW_YEARS_EVE, calendar=calendar("en"))).when.edtf == "2019-12-27"
    )


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("nl", "Afgelopen vrijdag", (0, 2)),
        ("nl", "in de nacht van maandag op dinsdag", (0, 7)),
        ("en", "on Tuesday night", (1, 3)),
        ("en", "since late October", (0, 3)),
    ],
)
def test_words_of_the_expression(language: str, text: str, words: tuple[int, int]) -> None:
    doc = document(text, language)
    found = only(find_dates(doc, published=NEW_YEARS_EVE, calendar=calendar(language)))
    assert (found.first, found.last) == words
    assert doc.text[found.when.start : found.when.end] == found.when.text
    assert found.first <= found.head < found.last


def test_head_is_the_word_that_hangs_in_the_tree() -> None:
    rows = [
        "In ADP _ 2 case",
        "de DET _ 2 det",
        "nacht NOUN _ 7 obl",
        "van ADP _ 4 case",
        "maandag NOUN _ 2 nmod",
        "op ADP _ 6 case",
        "dinsdag NOUN _ 2 nmod",
        "schoot VERB Tense=Past|VerbForm=Fin -1 root",
    ]
    assert only(find_dates(tree("nl", *rows), published=NEW_YEARS_EVE, calendar=calendar("nl"))).head == 2


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Tuesday, December 31, 2019"),
        ("nl", "31 december 2019"),
        ("nl", "Gepubliceerd op 31 december 2019 om 10:00"),
    ],
)
def test_a_line_that_only_gives_the_date(language: str, line: str) -> None:
    doc = document(line, language, "none")
    assert only(find_dates(doc, published=NEW_YEARS_EVE, calendar=calendar(language))).rule == "dateline"


def test_a_dateline_takes_the_place_of_a_missing_publication_date() -> None:
    doc = document("December 31, 2019 // last Sunday", "en", "none")
    assert [d.when.edtf for d in find_dates(doc, published=None, calendar=calendar("en"))] == [
        "2019-12-31",
        "2019-12-29",
    ]


def test_a_dateline_narrows_a_vague_publication_date() -> None:
    doc = document("31 december 2019 // afgelopen zondag", "nl", "none")
    found = find_dates(doc, published="2019-12", calendar=calendar("nl"))
    assert [d.when.edtf for d in found] == ["2019-12-31", "2019-12-29"]


def test_place_date_and_agency_open_the_text() -> None:
    rows = [
        "BAGHDAD PROPN _ -1 root",
        ", PUNCT _ 0 punct",
        "Dec. PROPN _ 0 nmod",
        "31 NUM _ 2 nummod",
        "( PUNCT _ 0 punct",
        "News PROPN _ 0 dep",
        ") PUNCT _ 0 punct",
    ]
    assert only(find_dates(tree("en", *rows), published=NEW_YEARS_EVE, calendar=calendar("en"))).rule == "dateline"


def test_pointers_hold_no_dates() -> None:
    assert find_dates(document("vrijdag", "nl", kind="pointer"), published=NEW_YEARS_EVE, calendar=calendar("nl")) == ()


def test_without_publication_date_the_reason_is_told() -> None:
    found = only(find_dates(document("dinsdag", "nl"), published=None, calendar=calendar("nl")))
    assert (found.when.edtf, found.when.first, found.when.last) == ("", None, None)
    assert found.rule == found.when.rule == "no publication date"


def test_a_bad_publication_date_is_an_error() -> None:
    with pytest.raises(BadDate):
        find_dates(document("dinsdag", "nl"), published="dinsdag", calendar=calendar("nl"))


def test_counting_goes_on_from_the_date_before() -> None:
    text = "on May 3, 2018 he fired // two days later // a day later // the next day // three days earlier"
    assert dates(text, "en") == ["2018-05-03", "2018-05-05", "2018-05-06", "2018-05-07", "2018-05-04"]


def test_no_count_from_a_day_that_would_lead_behind_publication() -> None:
    assert dates("on May 3, 2018 he fired // yesterday // three days later", "en") == [
        "2018-05-03",
        "2019-12-30",
        "2018-05-06",
    ]


def test_ranges_are_no_anchors() -> None:
    assert dates("op 3 mei 2018 schoot hij // sinds oktober // een dag later", "nl")[-1] == "2018-05-04"


@pytest.mark.parametrize(
    ("year", "easter", "orthodox"),
    [
        (2019, "2019-04-21", "2019-04-28"),
        (2020, "2020-04-12", "2020-04-19"),
        (2024, "2024-03-31", "2024-05-05"),
        (2017, "2017-04-16", "2017-04-16"),
        (2000, "2000-04-23", "2000-04-30"),
    ],
)
def test_easter(year: int, easter: str, orthodox: str) -> None:
    assert (str(periods.easter(year)), str(periods.orthodox_easter(year))) == (easter, orthodox)


@pytest.mark.parametrize(
    ("hijri", "day"),
    [
        ((1440, 10, 1), "2019-06-04"),
        ((1441, 12, 10), "2020-07-31"),
        ((1445, 9, 1), "2024-03-11"),
        ((1442, 1, 10), "2020-08-29"),
    ],
)
def test_islamic_days_are_right_within_one(hijri: tuple[int, int, int], day: str) -> None:
    assert abs((periods.islamic(*hijri) - date.fromisoformat(day)).days) <= 1


PUBLISHED = st.dates(date(1980, 1, 1), date(2060, 12, 31))
PHRASES = {
    "nl": [
        "dinsdag",
        "afgelopen zondag",
        "komende vrijdag",
        "gisteren",
        "3 mei",
        "29 februari",
        "in oktober",
        "vorige week",
        "afgelopen weekend",
        "vorig jaar",
        "drie weken geleden",
        "twee maanden geleden",
        "afgelopen herfst",
        "Goede Vrijdag",
        "het Offerfeest",
        "sinds eind oktober",
        "tussen maandag en woensdag",
        "in de nacht van maandag op dinsdag",
        "vrijdag // twee dagen later",
        "afgelopen vrijdag // de volgende dag // die maand",
        "de afgelopen twee weken",
        "eind vorig jaar",
        "eerder deze week",
        "woensdag vorige week",
        "van 30 december tot 2 januari",
        "prinsjesdag",
    ],
    "en": [
        "Tuesday",
        "last Sunday",
        "next Friday",
        "yesterday",
        "May 3",
        "February 29",
        "in October",
        "last week",
        "last weekend",
        "last year",
        "three weeks ago",
        "two months ago",
        "last autumn",
        "Good Friday",
        "Eid al-Adha",
        "since late October",
        "between Monday and Wednesday",
        "Saturday night into Sunday",
        "Friday // two days later",
        "last Friday // the next day // that month",
        "in the past two weeks",
        "late last year",
        "earlier this week",
        "Wednesday of last week",
        "December 30 to January 2",
        "Thanksgiving",
    ],
}


# Without a year, the last such day before publication is meant, also where publication is vague.
YEARLY = {"3 mei", "29 februari", "Goede Vrijdag", "het Offerfeest", "prinsjesdag"}
YEARLY |= {"May 3", "February 29", "Good Friday", "Eid al-Adha", "Thanksgiving"}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        [(lang, phrase) for lang, phrases in PHRASES.items() for phrase in phrases if phrase not in YEARLY]
    ),
    PUBLISHED,
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from(["past", "future"]),
)
def test_a_vague_publication_date_never_shuts_out_the_true_day(
    case: tuple[str, str], true: date, before: int, after: int, clause: str
) -> None:
    language, phrase = case
    doc = document(phrase, language, clause)
    vague = edtf.write(true - timedelta(days=before), true + timedelta(days=after))
    exact = find_dates(doc, published=true.isoformat(), calendar=calendar(language))
    wide = find_dates(doc, published=vague, calendar=calendar(language))
    for one, other in zip(exact, wide, strict=True):
        if one.when.edtf and other.when.edtf:
            assert other.when.first is None or (one.when.first or "") >= other.when.first
            assert other.when.last is None or (one.when.last or "9999") <= other.when.last


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 6), PUBLISHED)
def test_a_weekday_is_within_a_week_on_the_right_side(weekday: int, published: date) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    here = published.isoformat()
    back, ahead, last = (
        date.fromisoformat(dates(text, "en", clause, published=here)[0])
        for text, clause in ((name, "past"), (name, "future"), (f"last {name}", "past"))
    )
    assert {back.weekday(), ahead.weekday(), last.weekday()} == {weekday}
    assert 0 <= (published - back).days < 7
    assert 0 <= (ahead - published).days < 7
    assert 0 < (published - last).days <= 7


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PHRASES["en"]), min_size=1, max_size=4), PUBLISHED)
def test_every_answer_is_edtf_with_the_same_bounds(phrases: list[str], published: date) -> None:
    found = find_dates(document(" // ".join(phrases), "en"), published=published.isoformat(), calendar=calendar("en"))
    for mention in found:
        if mention.when.edtf:
            bounds = edtf.parse(mention.when.edtf)
            assert (bounds.first and bounds.first.isoformat(), bounds.last and bounds.last.isoformat()) == (
                mention.when.first,
                mention.when.last,
            )


def test_the_same_text_gives_the_same_answer() -> None:
    doc = document(" // ".join(PHRASES["nl"]), "nl")
    first = find_dates(doc, published="2019-12", calendar=calendar("nl"))
    assert first == find_dates(doc, published="2019-12", calendar=calendar("nl"))


def test_capital_decides_on_names_of_months() -> None:
    doc = document("in may", "en")
    words = tuple(replace(w, upos="NOUN") for w in doc.words)
    assert (
        find_dates(Document(doc.text, "en", words, doc.sentences), published=NEW_YEARS_EVE, calendar=calendar("en"))
        == ()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" We mourn today " , he said on Sunday', ["2019-12-29", "2019-12-29"]),
        ('On Sunday he said : " today we mourn "', ["2019-12-29", "2019-12-29"]),
        ('On Sunday they fired // " today we mourn "', ["2019-12-29", "2019-12-29/2019-12-31"]),
        ('On May 3 they fired // " today we mourn "', ["2019-05-03", "2019-12-31"]),
        ('" We mourn today "', ["2019-12-31"]),
        ("On Sunday they fired // today we mourn", ["2019-12-29", "2019-12-31"]),
    ],
)
def test_today_in_a_quotation_is_the_day_of_speech(text: str, expected: list[str]) -> None:
    assert dates(text, "en") == expected


def test_a_date_on_an_auxiliary_has_the_tense_of_its_verb() -> None:
    rows = ["zondag NOUN _ 1 obl", "heeft AUX Tense=Pres|VerbForm=Fin 3 aux hebben", "hij PRON _ 3 nsubj",
            "gesproken VERB VerbForm=Part -1 root spreken"]  # fmt: skip
    found = only(find_dates(tree("nl", *rows), published=NEW_YEARS_EVE, calendar=calendar("nl")))
    assert found.when.edtf == "2019-12-29"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("op 27 december schoot hij // zondag", ["2019-12-27", "2019-12-22/2019-12-29"]),
        ("op 27 december 2019 schoot hij // zondag", ["2019-12-27", "2019-12-22/2019-12-29"]),
        ("met Kerst schoot hij", ["2019-12-25/2019-12-26"]),
        ("op 27 november schoot hij // zondag", ["2019-11-27", "2019-12-01/2019-12-29"]),
    ],
)
def test_a_past_day_narrows_a_vague_publication_date(text: str, expected: list[str]) -> None:
    assert dates(text, "nl", published="2019-12") == expected


def test_a_day_to_come_does_not_narrow_it() -> None:
    assert dates("op 27 december 2019 // zondag", "nl", "future", published="2019-12")[1] == "2019-12-01/2020-01-05"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["Friday", "Tuesday", "last Sunday"]), min_size=2, max_size=4), PUBLISHED)
def test_a_vague_publication_date_keeps_the_order_of_days(names: list[str], published: date) -> None:
    month = published.strftime("%Y-%m")
    ends = edtf.parse(month)
    doc = document(" // ".join(names), "en")
    wide = find_dates(doc, published=month, calendar=calendar("en"))
    first = find_dates(doc, published=str(ends.first), calendar=calendar("en"))
    last = find_dates(doc, published=str(ends.last), calendar=calendar("en"))
    assert [w.when.first for w in wide] == [d.when.first for d in first]
    assert [w.when.last for w in wide] == [d.when.last for d in last]


def test_no_count_back_from_a_day_to_come() -> None:
    text = "on Monday he fired // next Friday // a week earlier"
    assert dates(text, "en") == ["2019-12-30", "2020-01-03", "2019-12-23~"]


def test_from_a_day_on_may_lie_ahead() -> None:
    assert dates("vanaf maandag", "nl", "present") == ["2020-01-06/.."]
    assert dates("vanaf maandag", "nl") == ["2019-12-30/2019-12-31"]


def vocabulary(language: str) -> list[str]:
    """Words of the calendar's classes and patterns, with figures, in one heap."""
    words = calendar(language).words
    found = {form for term in words.word for form in term.forms} | {
        form for feast in words.holiday for form in feast.forms
    }
    found |= {part for pattern in words.pattern for match in pattern.match for part in match.split() if "{" not in part}
    found |= {
        "3",
        "31",
        "2018",
        "2019",
        "twee" if language == "nl" else "two",
        "2014-2016",
        "3-5",
        "2020-01-03",
        "400",
        "May",
    }
    return sorted(word.strip("?").split("|")[0] for word in found)


HEAPS = {language: vocabulary(language) for language in ("nl", "en")}


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["nl", "en"]).flatmap(
        lambda lang: st.tuples(st.just(lang), st.lists(st.sampled_from(HEAPS[lang]), min_size=1, max_size=12))
    ),
    st.sampled_from([None, "2019-12-31", "2019-12", "2019", "1000-01-01", "9999-12-31"]),
    st.sampled_from(["past", "future", "none"]),
)
def test_any_heap_of_words_of_time_is_read(heap: tuple[str, list[str]], published: str | None, clause: str) -> None:
    language, words = heap
    for mention in find_dates(
        document(" ".join(words), language, clause), published=published, calendar=calendar(language)
    ):
        if mention.when.edtf:
            edtf.parse(mention.when.edtf)
        else:
            assert mention.rule
