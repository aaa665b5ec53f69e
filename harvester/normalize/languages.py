"""Languages: MARC codes of PubMed ↔ the two letters of ISO 639-1 of Crossref."""

from __future__ import annotations

import re

from harvester.model import Value
from harvester.normalize.derived import AS_PRINTED

_CODES = """
aa aar|ab abk|af afr|ak aka|am amh|ar ara|an arg|as asm|av ava|ae ave|ay aym|az aze
ba bak|bm bam|be bel|bn ben|bh bih|bi bis|bo tib bod|bs bos|br bre|bg bul|ca cat
cs cze ces|ch cha|ce che|cu chu|cv chv|kw cor|co cos|cr cre|cy wel cym|da dan
de ger deu|dv div|dz dzo|el gre ell|en eng|eo epo|et est|eu baq eus|ee ewe|fo fao
fa per fas|fj fij|fi fin|fr fre fra|fy fry|ff ful|gd gla|ga gle|gl glg|gv glv|gn grn
gu guj|ht hat|ha hau|he heb|hz her|hi hin|ho hmo|hr hrv scr|hu hun|hy arm hye|ig ibo
io ido|ii iii|iu iku|ie ile|ia ina|id ind|ik ipk|is ice isl|it ita|jv jav|ja jpn|kl kal
kn kan|ks kas|ka geo kat|kr kau|kk kaz|km khm|ki kik|rw kin|ky kir|kv kom|kg kon|ko kor
kj kua|ku kur|lo lao|la lat|lv lav|li lim|ln lin|lt lit|lb ltz|lu lub|lg lug
mk mac mkd|mh mah|ml mal|mi mao mri|mr mar|ms may msa|mg mlg|mt mlt|mn mon|my bur mya
na nau|nv nav|nr nbl|nd nde|ng ndo|ne nep|nl dut nld|nn nno|nb nob|no nor|ny nya|oc oci
oj oji|or ori|om orm|os oss|pa pan|pi pli|pl pol|pt por|ps pus|qu que|rm roh
ro rum ron mol|rn run|ru rus|sg sag|sa san|si sin|sk slo slk|sl slv|se sme|sm smo|sn sna
sd snd|so som|st sot|es spa|sq alb sqi|sc srd|sr srp scc|ss ssw|su sun|sw swa|sv swe
ty tah|ta tam|tt tat|te tel|tg tgk|tl tgl|th tha|ti tir|to ton|tn tsn|ts tso|tk tuk
tr tur|tw twi|ug uig|uk ukr|ur urd|uz uzb|ve ven|vi vie|vo vol|wa wln|wo wol|xh xho
yi yid|yo yor|za zha|zh chi zho|zu zul
"""
_WITHOUT_SHORT = frozenset({
    "und", "mul", "zxx", "mis", "ast", "ban", "cop", "fil", "gez", "grc", "haw", "hmn",
    "kab", "kok", "mai", "mnc", "nah", "nap", "new", "non", "pap", "phi", "roa", "rom",
    "sah", "scn", "sco", "sgn", "sla", "syr", "tai", "tet", "tpi", "tut", "wen",
})  # fmt: skip
"""Codes without a counterpart of two letters that are met in the records."""

_OLD = frozenset({"scr", "scc", "mol"})


class Language(Value, frozen=True, kw_only=True):
    """A language.

    Attributes:
        value: MARC's code, three letters, as PubMed prints it; ``und`` where the source
            says that it does not know.
        short: The code of ISO 639-1; None where there is none.
        rule: ``as-printed``, or the kind of code that was printed.
    """

    value: str
    short: str | None = None
    rule: str


def _read_table() -> dict[str, tuple[str, str, str]]:
    found = {}
    for entry in re.split(r"[|\n]", _CODES.strip()):
        short, marc, *others = entry.split()
        found[short] = (marc, short, "iso-639-1")
        found[marc] = (marc, short, AS_PRINTED)
        for other in others:
            rule = "old" if other in _OLD else "terminological"
            found[other] = (marc, short, rule)
    return found


_LANGUAGES = _read_table()


def normalize_language(printed: str) -> Language | None:
    """Return the language of a code; None for what is no code.

    Reads MARC's codes and their predecessors (``scr``), the terminological variants of
    ISO 639-2 (``deu``), ISO 639-1, and tags with a region (``pt-BR``).

    Examples:
        >>> for printed in ("eng", "de", "deu", "pt-BR", "und", "english"):
        ...     print(normalize_language(printed))
        Language(value='eng', short='en', rule='as-printed')
        Language(value='ger', short='de', rule='iso-639-1')
        Language(value='ger', short='de', rule='terminological')
        Language(value='por', short='pt', rule='iso-639-1')
        Language(value='und', rule='as-printed')
        None
    """
    code = re.split("[-_]", printed.strip().casefold(), maxsplit=1)[0]
    if code in _WITHOUT_SHORT:
        rule = AS_PRINTED if code == printed else "trim"
        return Language(value=code, rule=rule)
    if code not in _LANGUAGES:
        return None
    value, short, rule = _LANGUAGES[code]
    if rule == AS_PRINTED and value != printed:
        rule = "trim"
    return Language(value=value, short=short, rule=rule)
