"""Headings and labels in other languages → the English ones that readers know.

Browsers translate pages, and VIVO speaks the language of its university.
"""

from __future__ import annotations

_TRANSLATED = """
abstract = zusammenfassung; kurzfassung; abstrakt; résumé; resumen; resumo; riassunto
  samenvatting; sammanfattning; streszczenie; аннотация; özet; 摘要; 抄録; 要旨; 초록
similar articles = ähnliche artikel; verwandte artikel; articles similaires
  artículos similares; artigos similares; artigos semelhantes; articoli simili
  vergelijkbare artikelen; liknande artiklar; podobne artykuły; похожие статьи
  benzer makaleler; 类似文章; 相似文章; 類似文献; 類似の記事; 유사한 기사
cited by = zitiert von; zitiert durch; wird zitiert von; cité par; citado por; citato da
  geciteerd door; citerad av; cytowane przez; цитируется; alıntılayan; 被引用; 引用元
  인용한 문헌
references = referenzen; literatur; literaturverzeichnis; quellen; einzelnachweise
  références; bibliographie; referencias; bibliografía; referências; bibliografia
  riferimenti; referenties; literatuur; referenser; piśmiennictwo; литература
  список литературы; kaynaklar; 参考文献; 参考; 文献; 참고문헌
mesh terms = mesh-begriffe; termes mesh; términos mesh; termos mesh; termini mesh
  mesh-termen; mesh主题词; mesh 用語
publication types = publikationstypen; types de publication; tipos de publicación
  tipos de publicação; tipi di pubblicazione; 出版物类型
keywords = schlüsselwörter; schlagwörter; stichwörter; mots-clés; mots clés
  palabras clave; palavras-chave; parole chiave; trefwoorden; nyckelord
  słowa kluczowe; ключевые слова; anahtar kelimeler; 关键词; 關鍵詞; キーワード; 키워드
authors = autoren; auteurs; autores; autori; författare; autorzy; авторы; 作者; 著者
affiliations = zugehörigkeiten; institutionen; filiaciones; afiliaciones; afiliações
  affiliazioni; 隶属关系; 所属
publication date = veröffentlichungsdatum; date de publication; fecha de publicación
  data de publicação; data di pubblicazione; publicatiedatum
published in = veröffentlicht in; publié dans; publicado en; publicado em
  pubblicato in; gepubliceerd in
volume = band; jahrgang; volumen; tome; deel; 卷
issue = heft; ausgabe; numéro; número; fascicolo; nummer; 期
start page = startseite; erste seite; page de début; première page; página inicial
  página de inicio; pagina iniziale
end page = endseite; letzte seite; page de fin; dernière page; página final
  pagina finale
identity = identität; identité; identidad; identidade; identità
additional document info = zusätzliche dokumentinformationen
  weitere informationen zum dokument; informations complémentaires sur le document
  información adicional de documentos; información adicional del documento
  informações adicionais do documento
overview = überblick; übersicht; aperçu; visión general; visão geral; panoramica
research = forschung; recherche; investigación; pesquisa; ricerca
recommended = empfohlen; recommandé; recomendado; consigliati; 推荐
similar papers = ähnliche arbeiten; artículos relacionados; 类似论文
highlights = höhepunkte; points forts; aspectos destacados; destaques
journal = zeitschrift; revue; revista; rivista; tijdschrift; 期刊
publisher = verlag; éditeur; editorial; editora; editore; uitgever; 出版社
erratum in = erratum en; erratum dans; erratum em
comment in = kommentar in; commentaire dans; comentario en; comentário em
conflict of interest statement = erklärung zum interessenkonflikt
  déclaration de conflit d'intérêts; declaración de conflicto de intereses
pubmed disclaimer = pubmed-haftungsausschluss
"""


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    english = ""
    for line in _TRANSLATED.strip().splitlines():
        name, equals, words = line.partition(" = ")
        english, words = (name, words) if equals else (english, line)
        for word in words.split(";"):
            table[word.strip()] = english
    return table


TRANSLATIONS = _table()
"""Heading or label in lower case → the English one."""
