"""What columns are called: names of ERPs and spreadsheets, and where their cells go.

Names are compared without case, blanks and signs. Sources: field names of SAP QM (tables QALS and
QAVE), of the Quality Inspection document of ERPNext, of Odoo's `quality.check`, and of the results
of Oracle Quality; the rest is what inspection reports write.
"""

from __future__ import annotations

_BY_PATH = {
    "lot.id": "prueflos inspectionlot inspectionlotnumber lotno lotnumber lot lotid los losnr "
    "losnummer reference referencename name collectionid",
    "lot.product": "matnr material materialnumber selmatnr itemcode item itemid itemname product "
    "productid article artikel ktextmat",
    "lot.category": "matkl materialgroup itemgroup productcategory category categid warengruppe",
    "lot.quantity": "losmenge lotsize lotquantity lotqty quantity qty qtyline menge losgroesse "
    "quantityoffered",
    "lot.ordered_quantity": "bestellmenge orderquantity orderedquantity orderqty poquantity",
    "lot.unit_price": "netpr unitprice price rate preis stueckpreis priceunit",
    "lot.currency": "waers currency currencycode currencyid waehrung",
    "lot.regulated": "regulated",
    "inspection.id": "report reportno reportnumber inspectionid inspectionno occurrence",
    "inspection.date": "pastrterm paendterm inspectiondate inspectiondatetime inspdate insdt "
    "reportdate controldate date datum pruefdatum transactiondate",
    "inspection.type": "art inspectiontype pruefart",
    "inspection.sample_size": "gesstichpr samplesize sample sampleqty samplequantity smpqty "
    "stichprobe qtytested qtytotest quantityinspected",
    "inspection.report_result": "vbewertung vcode status result rslt orderstatus qualitystate "
    "inspectionresult ergebnis verwendungsentscheid usagedecision",
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

NAMES = {name: path for path, names in _BY_PATH.items() for name in names.split()}
"""The path of the lot document by the name of a column."""

COUNTS = {name: severity for severity, names in _BY_SEVERITY.items() for name in names.split()}
"""The severity of the units that a column counts, by its name."""
