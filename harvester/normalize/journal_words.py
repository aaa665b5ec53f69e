"""The words of journal titles and their abbreviations by ISO 4.

A small selection of stems, as the List of Title Word Abbreviations of the ISSN
International Centre has them. Words that are not here are not abbreviated.
"""

from __future__ import annotations

ARTICLES = frozenset({
    "the", "a", "an", "la", "le", "les", "el", "los", "las", "il", "lo", "gli", "der",
    "die", "das", "het", "een",
})  # fmt: skip
"""Left out wherever they stand."""

JOINING_WORDS = ARTICLES | frozenset({
    "and", "of", "for", "in", "on", "to", "with", "by", "from", "de", "des", "du", "et",
    "en", "au", "aux", "d", "l", "dell", "del", "della", "delle", "dei", "degli", "di",
    "da", "do", "das", "dos", "y", "e", "i", "und", "fur", "fuer", "von", "zur", "zum",
    "den", "dem", "og", "och", "per", "para", "pour", "nel", "sul", "ed", "em", "na",
})  # fmt: skip
"""Left out unless they open the title."""

PHRASES = (
    ("united states of america", "U. S. A."),
    ("united states", "U. S."),
    ("new england", "N. Engl."),
    ("new york", "N. Y."),
    ("new zealand", "N. Z."),
    ("comptes rendus", "C. r."),
    ("real sociedad", "R. Soc."),
    ("real academia", "R. Acad."),
)
"""Words that are abbreviated together."""

# A stem and the number of its letters that stay.
_CUT = """
abdom-5 abstr-5 academ-4 accad-5 accident-5 acoust-6 activit-3 addict-6 adolesc-7
advanc-3 aerosp-6 aesthet-7 afric-3 african-3 agricultur-5 akadem-4 alcohol-7 alergi-5
allerg-6 allgemein-4 allocat-5 ambulat-5 amer-2 anaesth-7 anaesthesiol-12 anais-2
anales-2 analis-4 analit-4 analy-4 anatom-4 androl-6 anesth-6 anesthesiol-11 angiol-6
animal-4 annal-3 annual-4 anthropol-9 antimicrob-10 appl-4 aquat-5 arab-4 archaeol-8
archiv-4 arquit-6 arquiv-3 arrhythm-8 arthr-5 artif-5 assess-6 assoc-5 atheroscler-11
atmos-5 audiol-6 austral-4 australas-9 autoimmun-9 bacteriol-9 bakteriol-9 behav-5
beitrag-5 belg-4 bericht-3 bibliothec-4 biochem-7 biochim-7 bioelectron-11 bioenerg-8
bioeng-6 bioinform-9 biolog-4 biomater-8 biomech-7 biomed-6 biomembr-8 biophys-7
biosci-6 biosens-7 biotechnol-10 boletin-3 bollettin-4 botan-3 brasil-4 brazil-4
british-2 bulgar-5 bullet-4 bulletin-4 business-3 cahier-3 canad-3 carcinog-8 cardiol-7
cardiovasc-10 casop-3 cellul-4 central-4 cereb-5 cervic-4 ceskosloven-4 chem-4
chemother-9 chim-4 chin-4 chirurg-4 christ-6 chromatogr-10 chron-5 circ-4 cirug-3
civil-3 clim-4 clinic-4 cliniq-4 cognit-4 collab-6 colleg-4 colorect-8 communic-6
compar-4 complement-10 comprehens-5 comput-6 congres-5 conserv-7 contemp-7 contribut-7
coron-5 cosmet-6 council-5 counsel-5 crit-4 crustac-7 cryst-5 crystallogr-11 cultur-4
curr-4 cytochem-8 cytol-5 danish-3 daylight-8 decis-5 deliver-5 demogr-6 dentair-4
dental-4 dentist-4 dermatol-8 develop-3 diabetic-6 diagnos-5 diet-4 digest-3 disabil-6
discover-6 diseas-3 disord-6 dynam-3 ecolog-4 econom-4 educ-4 education-4 effectiv-3
egypt-5 electr-6 electron-8 embryol-7 emerg-5 endocrin-6 endocrinol-10 endosc-6
endovasc-8 engin-3 england-4 english-4 entomol-7 environ-7 epidemiol-9 ergon-5 espan-3
europ-3 evaluat-4 evid-4 evol-4 exchang-4 exerc-5 experiment-3 facult-3 failure-4
famil-3 family-3 federat-3 fertil-6 filos-5 forens-6 fortschritt-8 foundat-5 franc-2
french-2 frontier-5 funct-5 fundam-6 gastroenterol-13 gastrointest-12 general-3 genet-5
genom-5 geogr-5 geograf-6 geolog-4 geophys-7 geriatr-7 german-3 gerontol-8 gesellsch-3
ginecol-7 giornal-1 global-4 gynaecol-8 gynecol-7 gynekol-7 haematol-8 haemost-7
harvard-4 healthcar-7 hematol-7 hemost-6 hepatol-7 heredit-5 histochem-9 histol-5
histor-4 hormon-4 hosp-4 human-3 hungar-4 hygien-3 hypertens-9 immun-5 immunol-7
immunopathol-12 immunopharmacol-15 immunother-10 implant-7 indust-3 infect-6 inflamm-7
inform-3 injur-3 inorgan-5 institut-4 instrum-7 integr-6 interact-8 intern-6
international-3 intervent-6 invest-6 investig-6 iran-4 irish-2 islam-5 israel-3
istitut-3 ital-4 jornal-1 journal-1 kardiol-7 klin-4 kwart-5 laborator-3 language-4
laryngol-8 letter-4 leuk-4 libert-3 librar-4 linguist-8 liter-3 logic-3 machin-4
magnet-4 maladie-3 management-5 marin-3 mater-5 matern-6 mathem-4 maxillofac-10 measur-4
mechan-4 medecin-3 medic-3 medit-5 medizin-3 medycyn-3 membran-5 mental-4 metab-5
metallurg-6 meteorol-8 mexic-3 microb-6 microbiol-9 microeng-8 micromech-9 microsc-7
milit-3 minim-5 mitteil-4 modeling-5 modell-5 modern-3 molecul-3 monatsschr-10 monitor-5
monogr-6 morphol-7 musculoskelet-13 museum-3 mutat-5 mycol-5 natur-3 nebrask-5
nederlan-3 neonatol-8 nephrol-7 nerv-4 netherl-4 network-4 neurobiol-9 neurochem-9
neurochir-9 neuroendocrin-9 neuroendocrinol-13 neuroimmunol-12 neurol-6 neuropathol-11
neuropharmacol-13 neurophysiol-12 neuropsych-10 neuropsychol-12 neuroradiol-11
neurosci-8 neurosurg-9 nordic-4 norsk-3 norweg-5 nouvel-4 nuclear-4 numer-5 nurs-4
nutrit-4 obes-4 obstet-6 occup-5 oceanogr-8 ocul-4 odontol-7 oncol-5 operat-4
ophthalmol-10 opinion-4 optic-3 organic-3 organis-5 organiz-5 orient-6 orthod-6 orthop-6
osterreich-6 otol-4 otolaryngol-11 otorhinolaryngol-16 otorinolaringol-15 ottom-5
padiatr-7 paediatr-8 palast-6 palliat-7 pancreatol-10 parasitol-9 pathol-6 pediatr-7
peptid-4 percept-7 perform-7 perinat-7 perinatol-9 peripher-8 perspect-8 pharmac-5
pharmacokinet-13 pharmacol-9 pharmacother-12 philos-6 photobiol-9 photochem-9 physic-4
physik-4 physiol-7 physiopathol-12 physiother-9 planning-5 plast-5 polit-5 pollut-6
polsk-3 polym-5 popul-5 postgrad-8 practic-5 practition-5 prehosp-7 prevent-4 primar-4
primat-6 primatol-8 probl-5 proceed-4 process-7 product-4 profess-4 progres-4 prosthet-8
protocol-6 psychiatr-9 psychol-7 psychopharmacol-15 psychosom-9 psychother-10
publication-4 pulmon-4 qualit-4 quebec-3 quim-4 radiat-6 radiol-6 radiother-9 reconstr-8
record-3 region-3 regul-5 rehabil-7 relat-5 relig-5 report-3 reproduct-6 research-3
resistan-6 resonanc-5 resourc-6 respir-6 review-3 revis-3 revue-3 rheum-5 rheumatol-9
rhinol-6 ricerc-3 rivista-3 roman-3 russ-4 safet-3 sanit-5 scandinav-5 school-3
schweiz-7 scien-3 section-4 secur-5 semin-5 serie-3 servi-4 slask-2 slav-4 social-3
socied-3 societ-3 sociol-6 special-4 spectrom-8 spectrosc-9 stand-5 statist-4 struct-6
stud-4 subst-5 super-5 suppl-5 surface-4 surg-4 surve-4 surveill-8 swed-4 swiss-5
sympos-4 synth-5 syst-4 teach-5 techni-4 technical-4 technol-7 texas-3 theor-5 therap-4
thorac-6 thromb-6 tidskr-6 tidsskr-7 tijdschr-8 topic-3 toxicol-7 transact-5 transfus-8
translat-6 transplant-10 traumatol-9 treat-5 tropic-4 tuberc-6 univers-4 urol-4 vascul-4
verein-3 verhandl-4 vestnik-5 veterin-3 virchow-7 virol-5 vision-3 visual-3 vopros-4
western-4 wiener-4 wochenschr-10 yearb-5 zhurnal-2 zool-4
"""

# A stem and an abbreviation that is no beginning of it.
_CONTRACTED = """
administr-adm australasi-australas bordeaux-bordx chines-chin
japon-jpn kinderheilkund-kinderheilkd deutsch-dtsch japan-jpn
journal-j nation-natl nazion-naz nombre-nr quarterl-q royal-r wissenschaft-wiss
zeitschrift-z zentralblatt-zbl
"""

# Whole words that look like a stem and stay.
_WHOLE = """
allergy cancer care case cell child china circular community control critic data
diabetes drug electric ethics glass glasses group health heart india indian infant
internet kidney labor labour law lung mentor methods news organ organs oriole psychiatry
public sanita sport sports studio surgeon surveyor synthese topology universe wound
"""


def _read() -> tuple[dict[str, str | int], frozenset[str]]:
    stems: dict[str, str | int] = {}
    for entry in _CUT.split():
        stem, _, length = entry.rpartition("-")
        stems[stem] = int(length)
    for entry in _CONTRACTED.split():
        stem, _, short = entry.partition("-")
        stems[stem] = short
    return stems, frozenset(_WHOLE.split())


STEMS, WHOLE = _read()
"""Stems with the number of letters that stay or the contraction; words that stay."""
