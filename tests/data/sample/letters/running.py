"""Business that runs already: known customers, suppliers, the forwarder, and our own people."""
from .asia import SIGN_CN
from .buyers import LIN, LIN_SENT, PDF, SIGN_LIN, SIGN_ZHAO, XLSX, ZHAO, ZHAO_IN, ZHAO_SENT
from .files import pdf, png, xlsx
from .mail import attachment, inline_image, letter

CHEN = "Chen Guodong <chen@haiding-valve.example>"
CHEN_IN, CHEN_SENT = [("chen", "INBOX")], [("chen", "Sent")]
PROJECT = [("lin", "项目/中东管网")]

# Germany: an order, its confirmation, the shipment, then a complaint with photographs.
letter("de1", "2026-09-07 10:22 +0200", ZHAO, "Petra Vogel <p.vogel@rheintal-armaturen.example>", "Bestellung 4500081140 zu Ihrem Angebot HDQ-26-0098", """
    Sehr geehrter Herr Zhao,

    hiermit bestellen wir auf Grundlage Ihres Angebots HDQ-26-0098 die in der Anlage aufgeführten Kugelhähne. Bitte
    bestätigen Sie uns Menge, Preis und Liefertermin (KW 43, FOB Ningbo) bis Freitag.

    Mit freundlichen Grüßen
    Petra Vogel
    Einkauf
    Rheintal Armaturen GmbH
    Tel. +49 621 5550 144
    """, at=ZHAO_IN, charset="iso-8859-1",
       files=[attachment("Bestellung 4500081140.xlsx", XLSX, xlsx(
           ["Bestellung 4500081140", "", "", ""], ["Pos.", "Artikel", "Menge", "Preis USD"], ["10", "HD-BV-101 Kugelhahn 1/2 Zoll DVGW", 15000, 1.36],
           ["20", "HD-BV-102 Kugelhahn 3/4 Zoll DVGW", 8000, 2.02]))])
letter("de2", "2026-09-08 14:05 +0800", "Petra Vogel <p.vogel@rheintal-armaturen.example>", ZHAO, None, """
    Dear Ms Vogel,

    Thank you for your order 4500081140. It is confirmed with all quantities and prices of HDQ-26-0098 under our order
    number HD26-071; ready for shipment on 19 October. The order confirmation is attached.
    """ + SIGN_ZHAO, at=ZHAO_SENT, reply="de1", wrote="Am 07.09.2026 um 10:22 schrieb Petra Vogel:",
       files=[attachment("HD26-071 order confirmation.pdf", PDF, pdf(
           "ORDER CONFIRMATION HD26-071", "Customer: Rheintal Armaturen GmbH", "Your order: 4500081140", "15000 pcs HD-BV-101 at USD 1.36",
           "8000 pcs HD-BV-102 at USD 2.02", "FOB Ningbo, ready 19 October 2026"))])
letter("de3", "2026-10-12 09:14 +0200", ZHAO, "Petra Vogel <p.vogel@rheintal-armaturen.example>", "Reklamation Lieferung HD26-052: undichte Kugelhähne", """
    Sehr geehrter Herr Zhao,

    aus der Lieferung HD26-052 (unsere Bestellung 4500078812) haben wir bei der Wareneingangsprüfung bei 38 von 500 Stück
    Leckagen an der Spindel festgestellt, siehe Foto. Bitte senden Sie uns bis Mittwoch einen 8D-Report und einen
    Vorschlag für die Ersatzlieferung.

    Mit freundlichen Grüßen
    Petra Vogel
    """, at=ZHAO_IN, charset="iso-8859-1", html="""<html><body style="font-family:Calibri">
<p>Sehr geehrter Herr Zhao,</p>
<p>aus der Lieferung <b>HD26-052</b> (unsere Bestellung 4500078812) haben wir bei der Wareneingangsprüfung bei 38 von 500 Stück
Leckagen an der Spindel festgestellt, siehe Foto. Bitte senden Sie uns bis Mittwoch einen 8D-Report und einen Vorschlag für die
Ersatzlieferung.</p>
<p><img src="cid:leck1@rheintal" alt="Leckage"></p>
<p>Mit freundlichen Grüßen<br>Petra Vogel</p></body></html>
""", related=[inline_image("leck1@rheintal", "leckage.png", png(64, 48, (180, 140, 60), (60, 60, 70)))])
letter("de4", "2026-10-13 16:30 +0800", "Petra Vogel <p.vogel@rheintal-armaturen.example>", ZHAO, None, """
    Dear Ms Vogel,

    we are very sorry. We opened case HDC-034 for HD26-052. The stem O-rings of that batch came from a new lot; production
    has stopped using it. The 8D report follows on Wednesday and 600 replacement pieces will go with HD26-071 free of charge.
    """ + SIGN_ZHAO, at=ZHAO_SENT, reply="de3", wrote="Am 12.10.2026 um 09:14 schrieb Petra Vogel:")
letter("de5", "2026-10-21 11:40 +0200", ZHAO, "Lars Hoffmann <buchhaltung@rheintal-armaturen.example>", "Zahlungsavis HD26-052", """
    Guten Tag,

    wir haben heute die Restzahlung zu Ihrer Rechnung HD26-052 über USD 18.240,00 abzüglich der Gutschrift für die
    reklamierten Teile angewiesen. Das Avis liegt bei.

    Lars Hoffmann
    Buchhaltung, Rheintal Armaturen GmbH
    """, at=ZHAO_IN, charset="iso-8859-1",
       files=[attachment("avis.pdf", PDF, pdf("Zahlungsavis / Remittance advice", "Invoice HD26-052", "Amount USD 18,240.00",
                                              "Value date 2026-10-22"))])

# Emirates: a quotation haggled over, an order number, the forwarder.
letter("ae1", "2026-09-14 12:08 +0400", LIN, "Faisal Rahman <faisal@gulfpipeline-trading.example>", "HDQ-26-0117 - need better price", """
    Dear Sherry,

    We reviewed HDQ-26-0117. The consultant approved your butterfly valves but your competitor is 6% lower on DN300. Please
    review the DN300 and DN250 prices, then we can release the PO this week for the Fujairah job.

    Faisal Rahman
    Gulf Pipeline Trading LLC
    Dubai, UAE
    """, at=PROJECT, html=True)
letter("ae2", "2026-09-15 09:12 +0800", "Faisal Rahman <faisal@gulfpipeline-trading.example>", LIN, None, """
    Dear Faisal,

    We can meet you with 3% on DN300 and DN250 if both sizes are ordered together, no change on the others. The revised
    quotation HDQ-26-0117 R1 is valid until the end of September.
    """ + SIGN_LIN, at=LIN_SENT, reply="ae1")
letter("ae3", "2026-09-22 10:31 +0400", LIN, "Faisal Rahman <faisal@gulfpipeline-trading.example>", None, """
    Agreed. Please find our PO GPT-26-344. Kindly send PI.

    Faisal
    """, at=PROJECT, reply="ae2",
       files=[attachment("PO GPT-26-344.pdf", PDF, pdf("PURCHASE ORDER GPT-26-344", "Gulf Pipeline Trading LLC", "Ref. quotation HDQ-26-0117 R1",
                                                       "Butterfly valve DN300 PN16 duplex disc  24 pcs", "Butterfly valve DN250 PN16  18 pcs"))])
letter("ae4", "2026-10-05 15:20 +0400", LIN, "Priya Menon <logistics@gulfpipeline-trading.example>", "HD26-061 // draft documents", """
    Dear Sherry,

    Please send draft B/L, packing list and certificate of origin for HD26-061 for our approval before the vessel sails. The
    consignee must read exactly as in the L/C.

    Priya Menon
    Logistics
    """, html=True)
letter("bw1", "2026-10-07 11:02 +0800", LIN, "Iris Tang <iris@bluewave-forwarding.example>", "订舱确认 HD26-061 宁波-杰贝阿里", """
    晓雯，

    HD26-061 舱位已确认：船名航次 EVER GLADE 0183W，截港 10月12日 18:00，开船 10月14日，预计 11月2日到 Jebel Ali。1x40HQ，海运费
    USD 2,150 全包。请于明天下班前提供提单补料。

    唐艾琳
    宁波蓝波国际货运代理
    """, charset="gb18030", how="base64")
letter("bw2", "2026-10-08 09:22 +0800", "Iris Tang <iris@bluewave-forwarding.example>", LIN, None, """
    艾琳，提单补料见附件，请尽快出提单草稿，客户要先确认。
    """ + SIGN_CN, at=LIN_SENT, reply="bw1", how="base64", wrote="在 2026-10-07 11:02，唐艾琳 写道：",
       files=[attachment("补料HD26-061.xlsx", XLSX, xlsx(["提单补料", "HD26-061"], ["收货人", "Gulf Pipeline Trading LLC"],
                                                       ["品名", "BUTTERFLY VALVES"], ["件数", 46], ["毛重 KG", 8420]), "gbk")])
letter("bw3", "2026-10-09 16:44 +0800", LIN, "Iris Tang <iris@bluewave-forwarding.example>", None, """
    提单草稿见附件，请核对收货人和唛头，今天 18:00 前回复。
    """, charset="gb18030", how="base64", reply="bw2", quote=False,
       files=[attachment("draft BL.pdf", PDF, pdf("BILL OF LADING - DRAFT", "B/L no. BWNB26100817", "Vessel EVER GLADE 0183W",
                                                  "Port of discharge: Jebel Ali", "46 packages butterfly valves, 8420 kgs"))])

# Chile, Turkey, Japan: known customers ask again.
letter("cl1", "2026-09-28 11:16 -0300", ZHAO, "Camila Fuentes <cfuentes@losandes-ferreteria.example>", "Consulta reposición y caso HDC-031", """
    Hola Michael:

    Dos cosas. Primero, ¿qué pasó con el caso HDC-031? Seguimos esperando las manillas de repuesto. Segundo, queremos
    reponer 4.000 válvulas de bola de 1/2"; envíame precio CIF San Antonio.

    Saludos,
    Camila Fuentes
    Ferretería Los Andes SpA
    """, at=ZHAO_IN, html=True)
letter("cl2", "2026-09-29 10:00 +0800", "Camila Fuentes <cfuentes@losandes-ferreteria.example>", ZHAO, None, """
    Hola Camila:

    Las manillas del caso HDC-031 salieron el viernes por courier, guía 555 0991 7722. El precio de reposición es de
    USD 1,26 CIF San Antonio.
    """ + SIGN_ZHAO, at=ZHAO_SENT, reply="cl1", wrote="El lun, 28 sept 2026, Camila Fuentes escribió:")
letter("tr2", "2026-10-02 09:37 +0300", LIN, "Murat Demir <murat@anatolia-tesisat.example>", "Re: HDQ-26-0120", """
    Merhaba Sherry,

    HDQ-26-0120 teklifinizi aldım. Fiyat uygun, fakat ödeme için akreditif yerine %20 peşin, %80 vesaik karşılığı
    istiyoruz. Kabul ederseniz siparişi bugün gönderirim.

    Murat Demir
    Anatolia Tesisat A.Ş.
    """, charset="iso-8859-9")
letter("jp2", "2026-10-13 13:10 +0900", LIN, "山本 健一 <yamamoto@kansai-haikan.example>", "新規お見積りのお願い（逆止弁）", """
    林様

    いつもお世話になっております。関西配管商事の山本です。
    今回は逆止弁 25A を2,000個、追加で検討しております。FOB寧波の価格と納期をご連絡ください。
    また、注文HD26-066の出荷予定日もお知らせいただけますでしょうか。

    よろしくお願いいたします。
    山本
    """, charset="iso-2022-jp", how="7bit")

# Our suppliers, in both directions.
letter("su1", "2026-09-15 14:55 +0800", "王建国 <wangjg@yuhuan-jinsheng.example>", LIN, "采购询价：HPb57-3 铜棒 9月", """
    王经理：

    请报 HPb57-3 铜棒 Φ22 20 吨、Φ28 12 吨的含税价和交期，9 月 25 日前要到厂。
    """ + SIGN_CN, at=LIN_SENT, how="base64")
letter("su2", "2026-09-16 08:31 +0800", LIN, "王建国 <wangjg@yuhuan-jinsheng.example>", None, """
    林经理：今日铜价上涨，HPb57-3 铜棒含税报价 46,800 元/吨，Φ22、Φ28 同价，有效期三天，款到后 5 天发货。

    玉环金盛铜业 王建国
    """, charset="gb2312", how="base64", reply="su1", wrote="2026-09-15 14:55，林晓雯 写道：")

# Ourselves.
letter("us1", "2026-09-28 08:45 +0800", f"{LIN}, {ZHAO}", CHEN, "十月广交会安排", """
    各位：

    广交会 10 月 15 日开始，晓雯和敏峰值班前三天，样品柜本周五装车。请把老客户的拜访名单发给我，尤其是报过价没有下单的。

    陈国栋
    """, at=[("lin", "INBOX"), ("zhao", "INBOX"), ("chen", "Sent")], how="base64")
letter("us2", "2026-09-28 10:20 +0800", CHEN, LIN, None, """
    陈总，名单整理好了：肯尼亚 Savannah、哈萨克斯坦 ТеплоСнаб、韩国 한빛설비 都已报价，等样品反馈。
    林晓雯
    """, at=[("lin", "Sent"), ("chen", "INBOX")], reply="us1", how="base64", wrote="在 2026-09-28 08:45，陈国栋 写道：")
letter("us3", "2026-10-16 12:01 +0800", LIN, ZHAO, "lunch?", """
    Canteen at 12:15? The noodles are back.
    """, at=[("lin", "INBOX"), ("zhao", "Sent")], how="7bit")
letter("pe9", "2026-10-19 20:11 +0200", ZHAO, "Petra Vogel <p.vogel@rheintal-armaturen.example>", "Danke für den netten Abend!", """
    Lieber Michael,

    noch einmal herzlichen Dank für das Abendessen nach der Messe. Die Bilder von der Hafenrundfahrt schicke ich Ihnen, wenn ich
    wieder zu Hause bin. Grüßen Sie bitte Ihre Familie.

    Petra
    """, at=ZHAO_IN, charset="iso-8859-1")
