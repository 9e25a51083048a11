"""Repairs: each mends its mistake, and leaves alone what looks like it."""

from __future__ import annotations

import pytest
from drafts import draft

from kroniek.parsers.draft import join
from kroniek.parsers.repairs import repair
from kroniek.parsers.rules import load_rules
from kroniek.parsers.verbs import VerbLemmas, join_particles

SHOT = """
        A DET 5 det
        guard ADJ 5 amod
        shot NOUN 5 compound
        two NUM 5 nummod
        shoppers NOUN 0 root Number=Plur
        . PUNCT 5 punct"""
MENDED = [
    (
        "en",
        "guards",
        "nsubj:pass",
        """
        Two NUM 2 nummod
        guards NOUN 4 nsubj Number=Plur
        were AUX 4 cop VerbForm=Fin
        beaten ADJ 0 root
        . PUNCT 4 punct""",
    ),
    (
        "en",
        "clerks",
        "nsubj",
        """
        Two NUM 2 nummod
        fell VERB 0 root VerbForm=Fin
        , PUNCT 4 punct
        clerks NOUN 2 appos Number=Plur
        confirmed VERB 4 acl VerbForm=Part confirm
        . PUNCT 2 punct""",
    ),
    (
        "en",
        "guard",
        "nsubj",
        SHOT,
    ),
    (
        "en",
        "shoppers",
        "obj",
        SHOT,
    ),
    (
        "en",
        "Oslo",
        "nsubj",
        """
        Oslo PROPN 3 compound
        sold VERB 3 compound VerbForm=Fin
        boats NOUN 0 root Number=Plur
        . PUNCT 3 punct""",
    ),
    (
        "en",
        "shot",
        "root",
        """
        A DET 3 det
        single ADJ 3 amod
        shot NOUN 0 root
        at ADP 6 case
        the DET 6 det
        post NOUN 3 nmod
        . PUNCT 3 punct""",
    ),
    (
        "en",
        "raid",
        "obj",
        """
        Oslo PROPN 2 nsubj
        called VERB 0 root VerbForm=Fin call
        the DET 5 det
        raid NOUN 5 compound
        illegal ADJ 2 obj
        . PUNCT 2 punct""",
    ),
    (
        "nl",
        "betogers",
        "nsubj",
        """
        Weg ADV 3 advmod
        , PUNCT 3 punct
        riepen VERB 0 root Number=Plur|VerbForm=Fin
        de DET 5 det
        betogers NOUN 3 obj Number=Plur""",
    ),
    (
        "en",
        "five",
        "nummod",
        """
        Strikes NOUN 2 nsubj
        killed VERB 0 root VerbForm=Fin
        at ADP 4 case
        least ADJ 5 nmod
        five NUM 6 nummod
        men NOUN 2 obl""",
    ),
    (
        "en",
        "men",
        "obj",
        """
        Strikes NOUN 2 nsubj
        killed VERB 0 root VerbForm=Fin
        five NUM 4 nummod
        men NOUN 2 obl""",
    ),
    (
        "en",
        "hours",
        "obl",
        """
        It PRON 2 nsubj
        lasted VERB 0 root VerbForm=Fin
        five NUM 4 nummod
        hours NOUN 2 obl _ hour""",
    ),
    (
        "en",
        "helicopter",
        "obl",
        """
        They PRON 3 nsubj:pass
        were AUX 3 aux:pass
        evacuated VERB 0 root
        by ADP 5 case
        helicopter NOUN 3 obl:agent Number=Sing""",
    ),
    (
        "en",
        "police",
        "obl:agent",
        """
        They PRON 3 nsubj:pass
        were AUX 3 aux:pass
        beaten VERB 0 root
        by ADP 5 case
        police NOUN 3 obl:agent Number=Sing""",
    ),
    (
        "en",
        "injured",
        "conj",
        """
        They PRON 2 nsubj
        killed VERB 0 root VerbForm=Fin
        two NUM 4 nummod
        men NOUN 2 obj
        and CCONJ 7 cc
        injured VERB 7 amod
        dozens NOUN 4 conj""",
    ),
    (
        "nl",
        "het",
        "nsubj",
        """
        dat SCONJ 5 mark
        het DET 3 det
        burgers NOUN 5 nsubj Number=Plur
        heeft AUX 5 aux
        gedood VERB 0 root""",
    ),
    (
        "nl",
        "mensen",
        "obj",
        """
        dat PRON 3 nsubj Number=Sing|PronType=Rel
        mensen NOUN 3 nsubj Number=Plur
        aanspreekt VERB 0 root Number=Sing|VerbForm=Fin""",
    ),
    (
        "nl",
        "wat",
        "obj",
        """
        wat PRON 4 nsubj PronType=Int
        de DET 3 det
        baan NOUN 4 nsubj Number=Sing
        inhoudt VERB 0 root Number=Sing|VerbForm=Fin""",
    ),
    (
        "nl",
        "ploeg",
        "nsubj",
        """
        die PRON 3 obj PronType=Rel
        ploeg NOUN 3 obj Number=Sing
        leed VERB 0 root Number=Sing|VerbForm=Fin""",
    ),
    (
        "nl",
        "Iran",
        "iobj",
        """
        Zij PRON 2 nsubj
        leggen VERB 0 root VerbForm=Fin
        Iran PROPN 2 obj
        sancties NOUN 2 obj""",
    ),
    (
        "nl",
        "om",
        "compound:prt",
        """
        Vijf NUM 2 nsubj
        kwamen VERB 0 root VerbForm=Fin
        om ADP 5 case
        het DET 5 det
        leven NOUN 2 obl""",
    ),
    (
        "en",
        "Lima",
        "nsubj:pass",
        """
        He PRON 2 nsubj
        fled VERB 0 root VerbForm=Fin
        after ADP 5 case
        Rosa PROPN 5 compound
        Lima PROPN 2 obl
        , PUNCT 7 punct
        governor NOUN 5 appos
        , PUNCT 5 punct
        was AUX 10 aux:pass VerbForm=Fin
        shot VERB 2 parataxis VerbForm=Part""",
    ),
    (
        "en",
        "Oxfam",
        "nsubj",
        """
        Oxfam PROPN 2 compound
        accused VERB 0 root VerbForm=Part|Voice=Pass
        the DET 4 det
        army NOUN 2 obj""",
    ),
    (
        "nl",
        "zeven",
        "nsubj",
        """
        Drie NUM 2 nsubj
        kwamen VERB 0 root VerbForm=Fin
        om ADP 2 compound:prt
        en CCONJ 3 fixed
        zeven NUM 3 fixed
        raakten VERB 2 conj VerbForm=Fin
        gewond ADJ 6 xcomp""",
    ),
    (
        "nl",
        "doelen",
        "obj",
        """
        Toen ADV 2 advmod
        namen VERB 0 root VerbForm=Fin
        de DET 4 det
        milities NOUN 2 nsubj Number=Plur
        Turkse ADJ 6 amod
        doelen NOUN 4 nmod Number=Plur
        onder ADP 2 compound:prt
        vuur NOUN 7 fixed""",
    ),
    (
        "en",
        "villages",
        "obj",
        """
        They PRON 2 nsubj
        accused VERB 0 root VerbForm=Fin
        the DET 4 det
        army NOUN 2 obj
        of ADP 7 case
        burning VERB 7 amod VerbForm=Ger
        villages NOUN 4 nmod""",
    ),
]


@pytest.mark.parametrize(("language", "word", "label", "lines"), MENDED)
def test_label_after_repair(language: str, word: str, label: str, lines: str) -> None:
    tree = draft(lines)
    repair(tree, load_rules(language))
    assert tree.labels[tree.forms.index(word)] == label


@pytest.mark.parametrize(
    ("particle", "verb", "lemma", "wanted"),
    [
        ("uit", "legde", "leggen", "uitleggen"),
        ("nee", "zei", "zeggen", "zeggen"),
        ("af", "legde", "afleggen", "afleggen"),
    ],
)
def test_particles_are_joined(particle: str, verb: str, lemma: str, wanted: str) -> None:
    tree = draft(f"Hij PRON 2 nsubj\n{verb} VERB 0 root _ {lemma}\n{particle} ADP 2 compound:prt")
    join_particles(tree, load_rules("nl"))
    assert tree.lemmas[1] == wanted


def test_phrases_are_joined_with_blanks() -> None:
    tree = draft(
        "Zij PRON 2 nsubj\nkwamen VERB 0 root _ komen\nom ADP 2 compound:prt\nhet DET 3 fixed\nleven NOUN 3 fixed"
    )
    join_particles(tree, load_rules("nl"))
    assert tree.lemmas[1] == "om het leven komen"


@pytest.mark.parametrize(
    ("language", "form", "guess", "wanted"),
    [
        ("nl", "uitgestrekte", "tgestrekken", "uitstrekken"),
        ("nl", "gestorven", "sterven", "sterven"),
        ("nl", "neergestoken", "neergesteken", "neersteken"),
        ("nl", "blabladen", "blabla", "blabla"),
        ("en", "thought", "think", "think"),
    ],
)
def test_verb_lemmas(language: str, form: str, guess: str, wanted: str) -> None:
    verbs = VerbLemmas(language, load_rules(language), frozenset({"sterven", "think"}))
    assert verbs.lemma(form, guess) == wanted


def test_pieces_hang_on_the_longest() -> None:
    whole = join(
        [draft("BAGDAD PROPN 0 root\n- PUNCT 1 punct"), draft("Hij PRON 2 nsubj\nsliep VERB 0 root\n. PUNCT 2 punct")]
    )
    assert whole.heads == [3, 0, 3, -1, 3]
    assert whole.labels[0] == "parataxis"
