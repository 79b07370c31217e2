"""What columns are called: names of ERPs and spreadsheets, and where their cells go.

Names are compared without case, blanks, signs and accents. Sources: field names of SAP QM (tables
QALS and QAVE), of the Quality Inspection document of ERPNext, of Odoo's `quality.check`, and of the
results of Oracle Quality; the rest is what inspection reports write. Other languages say what their
editions of ISO 2859 do: NF ISO 2859-1 (effectif, NQA), NTC-ISO 2859 (tamano, NCA), UNI ISO 2859
(collaudo, LQA), GB/T 2828.1, PN-ISO 2859-1 (licznosc), NBR 5426 (NQA), JIS Z 9015-1, KS Q ISO
2859-1,
TCVN 7790-1 (co lo, co mau), GOST R ISO 2859-1; defects as inspectors call them there.
"""

from __future__ import annotations

_BY_PATH = {
    "lot.id": "prueflos qualityorder inspectionlot inspectionlotnumber lotno lotnumber lot "
    "lotid los losnr "
    "losnummer reference referencename name collectionid",
    "lot.product": "matnr itemnumber material materialnumber selmatnr itemcode item itemid "
    "itemname product "
    "productid article artikel ktextmat",
    "lot.category": "matkl materialgroup itemgroup productcategory category categid warengruppe",
    "lot.quantity": "losmenge lmengeist lotsize lotquantity lotqty quantity qty qtyline menge "
    "losgroesse "
    "quantityoffered",
    "lot.ordered_quantity": "bestellmenge orderquantity orderedquantity orderqty poquantity",
    "lot.unit_price": "netpr unitprice price rate preis stueckpreis priceunit",
    "lot.currency": "waers currency currencycode currencyid waehrung",
    "lot.regulated": "regulated",
    "inspection.id": "report reportno reportnumber inspectionid inspectionno occurrence",
    "inspection.date": "pastrterm paendterm inspectiondate inspectiondatetime inspdate insdt "
    "reportdate controldate validateddateandtime date datum pruefdatum transactiondate",
    "inspection.type": "art inspectiontype pruefart",
    "inspection.sample_size": "gesstichpr samplesize sample sampleqty samplequantity smpqty "
    "stichprobe qtytested qtytotest quantityinspected",
    "inspection.report_result": "vbewertung vcode status result rslt orderstatus qualitystate "
    "inspectionresult testresult ergebnis verwendungsentscheid usagedecision",
    "inspection.plan.level": "pruefniveau inspectionlevel level aqllevel",
    "inspection.plan.aql.critical": "aqlcritical aqlcr criticalaql",
    "inspection.plan.aql.major": "aqlmajor aqlma majoraql aqlhaupt",
    "inspection.plan.aql.minor": "aqlminor aqlmi minoraql aqlneben",
    "inspection.evidence.notes": "remarks notes note bemerkung comment comments",
    "supplier.id": "lifnr vendor vendorid vendaccount vendoraccount vendorno kreditor vendorname "
    "supplier suppliername supplierid partnerid lieferant",
    "shipment.ship_by": "shipby shipdate etd deliverydate liefertermin lieferdatum",
    "shipment.urgency": "urgency priority prioritaet dringlichkeit",
}
_BY_SEVERITY = {
    "critical": "critical crit krit cr criticalfound criticaldefects kritisch kritischefehler",
    "major": "major maj ma majorfound majordefects haupt hauptfehler",
    "minor": "minor min mi minorfound minordefects neben nebenfehler",
}

_FRENCH = {
    "lot.id": "numerodelot numerolot numlot ndelot nolot codelot",
    "lot.product": "produit codearticle codeproduit refarticle referencearticle referenceproduit",
    "lot.category": "categorie famille familleproduit categorieproduit",
    "lot.quantity": "tailledulot taillelot effectifdulot effectiflot quantite qte quantitelot",
    "lot.ordered_quantity": "quantitecommandee qtecommandee",
    "lot.unit_price": "prixunitaire prix",
    "lot.currency": "devise monnaie",
    "inspection.id": "rapport numerorapport numeroderapport norapport nrapport",
    "inspection.date": "datecontrole dateducontrole datedecontrole dateinspection datedinspection",
    "inspection.type": "typecontrole typedecontrole typeinspection typedinspection",
    "inspection.sample_size": "echantillon tailleechantillon tailledelechantillon "
    "effectifechantillon effectifdelechantillon quantitecontrolee qtecontrolee",
    "inspection.report_result": "resultat resultatcontrole resultatducontrole",
    "inspection.plan.level": "niveaudecontrole niveaucontrole niveaudinspection niveauinspection",
    "inspection.plan.aql.critical": "nqacritique aqlcritique",
    "inspection.plan.aql.major": "nqamajeur aqlmajeur",
    "inspection.plan.aql.minor": "nqamineur aqlmineur",
    "inspection.evidence.notes": "remarque remarques observation observations commentaire "
    "commentaires",
    "supplier.id": "fournisseur codefournisseur nomfournisseur numerofournisseur",
    "shipment.ship_by": "dateexpedition datedexpedition datelivraison datedelivraison",
    "shipment.urgency": "urgence priorite",
}
_SPANISH = {
    "lot.id": "lote numerodelote numerolote numlote nlote nrolote codigolote",
    "lot.product": "producto articulo codigoproducto codigoarticulo codigodeproducto "
    "codigodearticulo",
    "lot.category": "categoria familia categoriaproducto",
    "lot.quantity": "tamanodellote tamanodelote tamanolote cantidad cantidadlote cantidaddellote",
    "lot.ordered_quantity": "cantidadpedida cantidaddelpedido",
    "lot.unit_price": "preciounitario precio",
    "lot.currency": "moneda divisa",
    "inspection.id": "informe numerodeinforme numeroinforme ninforme",
    "inspection.date": "fecha fechainspeccion fechadeinspeccion fechadelainspeccion",
    "inspection.type": "tipoinspeccion tipodeinspeccion",
    "inspection.sample_size": "muestra tamanomuestra tamanodemuestra tamanodelamuestra "
    "cantidadinspeccionada",
    "inspection.report_result": "resultado resultadoinspeccion resultadodelainspeccion",
    "inspection.plan.level": "niveldeinspeccion nivelinspeccion",
    "inspection.plan.aql.critical": "ncacritico aqlcritico",
    "inspection.plan.aql.major": "ncamayor aqlmayor",
    "inspection.plan.aql.minor": "ncamenor aqlmenor",
    "inspection.evidence.notes": "observaciones comentario comentarios notas",
    "supplier.id": "proveedor codigoproveedor nombreproveedor codigodeproveedor",
    "shipment.ship_by": "fechaembarque fechadeembarque fechaentrega fechadeentrega",
    "shipment.urgency": "urgencia prioridad",
}
_ITALIAN = {
    "lot.id": "lotto numerolotto numerodilotto nlotto codicelotto",
    "lot.product": "prodotto articolo codicearticolo codiceprodotto",
    "lot.category": "categoriaprodotto famiglia",
    "lot.quantity": "dimensionedellotto dimensionelotto grandezzadellotto quantita qta "
    "quantitalotto",
    "lot.ordered_quantity": "quantitaordinata",
    "lot.unit_price": "prezzounitario prezzo",
    "lot.currency": "valuta",
    "inspection.id": "rapporto numerorapporto verbale numeroverbale",
    "inspection.date": "datacontrollo datadelcontrollo datacollaudo datadicollaudo dataispezione",
    "inspection.type": "tipocontrollo tipodicontrollo tipocollaudo tipodicollaudo",
    "inspection.sample_size": "campione dimensionedelcampione dimensionecampione "
    "numerositadelcampione numerositacampione grandezzadelcampione",
    "inspection.report_result": "esito risultato esitocontrollo esitocollaudo",
    "inspection.plan.level": "livellodicollaudo livellocollaudo livellodicontrollo "
    "livellodiispezione",
    "inspection.plan.aql.critical": "lqacritico",
    "inspection.plan.aql.major": "lqamaggiore aqlmaggiore",
    "inspection.plan.aql.minor": "lqaminore aqlminore",
    "inspection.evidence.notes": "osservazioni",
    "supplier.id": "fornitore codicefornitore nomefornitore",
    "shipment.ship_by": "dataspedizione datadispedizione dataconsegna datadiconsegna",
    "shipment.urgency": "urgenza priorita",
}
_CHINESE = {
    "lot.id": "批号 批次 批次号 检验批 检验批号 批號",
    "lot.product": "产品 产品名称 产品编号 品名 物料 物料号 物料编码 料号 货号 產品 料號",
    "lot.category": "产品类别 物料组 產品類別",
    "lot.quantity": "批量 数量 送检数量 来料数量 交货数量 數量",
    "lot.ordered_quantity": "订单数量 订购数量 訂單數量",
    "lot.unit_price": "单价 單價",
    "lot.currency": "币种 货币 幣別",
    "inspection.id": "报告编号 报告号 检验单号 報告編號",
    "inspection.date": "检验日期 验货日期 日期 檢驗日期 驗貨日期",
    "inspection.type": "检验类型 检验类别 檢驗類型",
    "inspection.sample_size": "样本量 样本大小 抽样数 抽样数量 抽检数量 樣本大小 抽樣數",
    "inspection.report_result": "检验结果 检验结论 判定 判定结果 结果 結果 檢驗結果",
    "inspection.plan.level": "检验水平 檢驗水準",
    "inspection.plan.aql.critical": "致命缺陷aql aql致命 致命aql",
    "inspection.plan.aql.major": "主要缺陷aql aql主要 主要aql",
    "inspection.plan.aql.minor": "次要缺陷aql aql次要 次要aql 轻微缺陷aql aql轻微 轻微aql",
    "inspection.evidence.notes": "备注 備註",
    "supplier.id": "供应商 供应商名称 供应商编号 供应商代码 供方 供應商",
    "shipment.ship_by": "出货日期 交货日期 交期 出貨日期 交貨日期",
    "shipment.urgency": "紧急程度 优先级 緊急程度",
}
_MORE = {
    "lot.id": "numerpartii nrpartii partino partinumarasi lotno lotnumarasi partijnummer partijnr "
    "lotnummer ロット番号 ロットno 検査ロット 로트번호 로트no 검사로트 solo malo номерпартии "
    "партия partinr partinummer",
    "lot.product": "wyrob produkt towar indeks produto codigodoproduto urun urunadi urunkodu "
    "stokkodu malzeme artikelnummer artikelcode 製品 製品名 品番 品目 품명 품번 제품 제품명 품목 "
    "sanpham masanpham tensanpham mahang изделие продукция товар наименование artikelnr "
    "artikelbenamning",
    "lot.quantity": "wielkoscpartii licznoscpartii liczebnoscpartii ilosc tamanhodolote "
    "quantidade qtde quantidadedolote partibuyuklugu lotbuyuklugu miktar partijgrootte "
    "partijomvang hoeveelheid aantal ロットサイズ ロットの大きさ 入荷数 数量 로트크기 로트의크기 "
    "수량 입고수량 colo soluong объемпартии количество partistorlek antal",
    "lot.unit_price": "cenajednostkowa precounitario birimfiyat stukprijs 単価 단가 dongia "
    "ценазаединицу цена styckpris",
    "lot.currency": "waluta moeda parabirimi 通貨 통화 tiente валюта",
    "inspection.date": "datakontroli databadania datadainspecao datadeinspecao datainspecao "
    "muayenetarihi kontroltarihi keuringsdatum inspectiedatum controledatum 検査日 検査年月日 "
    "검사일 검사일자 ngaykiemtra датаконтроля датапроверки kontrolldatum",
    "inspection.sample_size": "licznoscprobki liczebnoscprobki probka amostra tamanhodaamostra "
    "numune numunesayisi numunebuyuklugu orneklembuyuklugu steekproef steekproefgrootte "
    "steekproefomvang サンプル数 サンプルサイズ サンプルの大きさ 抜取数 샘플수 샘플크기 시료수 "
    "시료크기 comau somau объемвыборки выборка provstorlek",
    "inspection.report_result": "wynik wynikkontroli resultadodainspecao sonuc muayenesonucu "
    "karar oordeel resultaat keuringsresultaat 検査結果 合否 판정 검사결과 결과 ketqua "
    "ketquakiemtra результат результатконтроля resultat utfall",
    "inspection.plan.level": "poziomkontroli niveldeinspecao muayeneseviyesi keuringsniveau "
    "検査水準 검사수준 backiemtra уровеньконтроля",
    "supplier.id": "dostawca fornecedor codigodofornecedor tedarikci tedarikciadi satici "
    "leverancier leveranciersnummer 仕入先 供給者 サプライヤー 공급업체 공급자 협력사 업체명 "
    "nhacungcap поставщик leverantor",
}
"""In Polish, Portuguese, Turkish, Dutch, Japanese, Korean, Vietnamese, Russian and Swedish."""
_SEVERITIES_ABROAD = {
    "critical": "kritik krytyczne wadykrytyczne kritikhata kritikkusur kritiek kritiekegebreken "
    "defeitoscriticos 致命欠点 致命欠点数 치명결함 치명결점 loinghiemtrong критические "
    "критическиедефекты kritiska critique critiques defautcritique defautscritiques critico "
    "critici criticos "
    "defectocritico defectoscriticos difettocritico difetticritici "
    "致命 致命缺陷 致命缺陷数 致命缺點",
    "major": "istotne wadyistotne powazne maiores defeitosmaiores majorhata hoofdgebrek "
    "hoofdgebreken 重欠点 重欠点数 중결함 중결점 loinang значительные значительныедефекты "
    "allvarliga majeur majeurs defautmajeur defautsmajeurs mayor mayores defectomayor "
    "defectosmayores maggiore maggiori difettomaggiore difettimaggiori "
    "主要缺陷 主要缺陷数 主要缺點",
    "minor": "nieistotne wadynieistotne drobne defeitosmenores minorhata bijgebrek bijgebreken "
    "軽欠点 軽欠点数 경결함 경결점 loinhe малозначительные малозначительныедефекты mindre "
    "mineur mineurs defautmineur defautsmineurs menor menores defectomenor "
    "defectosmenores minore minori difettominore difettiminori 次要缺陷 次要缺陷数 轻微缺陷 "
    "轻微缺陷数 次要缺點",
}
"""`严重缺陷` is left to people: it is said of major defects, and of critical ones."""

PAIRS = [
    (name, path)
    for told in (_BY_PATH, _FRENCH, _SPANISH, _ITALIAN, _CHINESE, _MORE)
    for path, names in told.items()
    for name in names.split()
]
"""Each name of a column with its path; some languages share a name."""

NAMES = dict(PAIRS)
"""The path of the lot document by the name of a column."""

COUNTS = {
    name: severity
    for told in (_BY_SEVERITY, _SEVERITIES_ABROAD)
    for severity, names in told.items()
    for name in names.split()
}
"""The severity of the units that a column counts, by its name."""
