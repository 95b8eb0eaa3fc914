"""Inquiries from new buyers outside East Asia, our answers, and the buyers writing again."""
from .files import docx, pdf, xlsx
from .mail import attachment, letter

LIN = "Lin Xiaowen <lin@haiding-valve.example>"
ZHAO = "Zhao Min <zhao@haiding-valve.example>"
LIN_SENT = [("lin", "Sent")]
ZHAO_IN, ZHAO_SENT = [("zhao", "INBOX")], [("zhao", "Sent")]
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SIGN_LIN = """
Best regards,
Lin Xiaowen (Sherry)
Overseas Sales
Ningbo Haiding Valve & Fitting Co., Ltd.
Tel: +86 574 5550 2816  Mobile/WhatsApp: +86 139 5550 4471
www.haiding-valve.example
"""
SIGN_ZHAO = """
Best regards,
Zhao Min (Michael)
Sales Manager, Americas and Europe
Ningbo Haiding Valve & Fitting Co., Ltd.
Tel: +86 574 5550 2818
"""

# Kenya: inquiry, quotation, counter-offer, our answer, request for the pro-forma.
letter("ke1", "2026-09-07 09:12 +0300", LIN, "Grace Wanjiru <grace@savannah-waterworks.example>",
       "Inquiry: brass ball valves and gate valves", """
    Dear Sir/Madam,

    We are a plumbing and irrigation wholesaler in Nairobi with four branches. We got your contact from a friend who
    visited your booth in Guangzhou.

    Kindly quote your best price CIF Mombasa for:

    - Brass ball valve 1/2" full bore, 5,000 pcs
    - Brass gate valve 3/4", 2,000 pcs
    - Brass check valve 1", 800 pcs

    Please advise your MOQ, delivery time and whether you can put our brand on the handle. Our target for the 1/2" is
    USD 1.15 per piece.

    Regards,

    Grace Wanjiru
    Procurement Manager
    Savannah Waterworks Ltd
    Mombasa Road, Nairobi, Kenya
    +254 722 555 018
    """, html=True)
letter("ke2", "2026-09-07 17:40 +0800", "Grace Wanjiru <grace@savannah-waterworks.example>", LIN, None, """
    Dear Grace,

    Thank you for your inquiry. Please find our quotation HDQ-26-0141 attached. In short, CIF Mombasa:

    HD-BV-101 brass ball valve 1/2", 110 g     USD 1.28/pc
    HD-GV-201 brass gate valve 3/4", 200 g     USD 1.96/pc
    HD-CV-301 brass spring check valve 1"      USD 2.35/pc

    MOQ is 1,000 pcs a size; laser logo on the handle is free from 3,000 pcs. Delivery 35 days after deposit, payment
    30% T/T in advance and the balance against copy of B/L. The price is valid for 15 days.
    """ + SIGN_LIN, at=LIN_SENT, reply="ke1",
       files=[attachment("HDQ-26-0141.pdf", PDF, pdf(
           "QUOTATION No. HDQ-26-0141", "Ningbo Haiding Valve & Fitting Co., Ltd.", "To: Savannah Waterworks Ltd, Nairobi", "",
           "HD-BV-101  Brass ball valve 1/2 inch full bore  5000 pcs  USD 1.28  CIF Mombasa",
           "HD-GV-201  Brass gate valve 3/4 inch  2000 pcs  USD 1.96", "HD-CV-301  Brass spring check valve 1 inch  800 pcs  USD 2.35",
           "Body: forged brass CW617N, nickel plated. Test pressure 24 bar.", "Packing: 12 pcs per inner box, 120 pcs per carton."))])
letter("ke3", "2026-09-09 10:25 +0300", LIN, "Grace Wanjiru <grace@savannah-waterworks.example>", None, """
    Hello Sherry,

    Thanks for the offer. USD 1.28 is above what we pay now. Can you do 1.20 if we take 8,000 pcs of the 1/2"? We also
    need to know the thread: BSP please, not NPT.

    Grace
    """, reply="ke2", html=True)
letter("ke4", "2026-09-10 11:02 +0800", "Grace Wanjiru <grace@savannah-waterworks.example>", LIN, None, """
    Dear Grace,

    All threads are BSP (ISO 228). For 8,000 pcs I got approval for USD 1.22 CIF Mombasa, the other two prices stay.
    This is really our bottom for 110 g; with 95 g we could reach 1.14 but I would not advise it for hot water.
    """ + SIGN_LIN, at=LIN_SENT, reply="ke3")
letter("ke5", "2026-09-14 08:47 +0300", LIN, "Grace Wanjiru <grace@savannah-waterworks.example>", None, """
    Hi Sherry,

    OK, please go ahead with 110 g at 1.22. Send us the pro-forma invoice for 8,000 + 2,000 + 800 pcs with your bank
    details so that I can start the IDF here. Logo artwork will follow tomorrow.

    Grace
    """, reply="ke4", html=True)

# Peru, in Spanish, ISO-8859-1: inquiry, our answer, the buyer again.
letter("pe1", "2026-09-08 15:31 -0500", ZHAO, "Rodrigo Salazar Quispe <rsalazar@hidraulica-pacifico.example>",
       "Solicitud de cotización: válvulas mariposa y accesorios galvanizados", """
    Estimados señores:

    Les escribo de Distribuidora Hidráulica Pacífico S.A.C., empresa peruana con más de veinte años en el rubro de agua y
    saneamiento. Estamos buscando un fabricante para los siguientes productos:

    Válvula mariposa tipo wafer DN100, PN16, disco inoxidable: 150 unidades
    Válvula mariposa tipo wafer DN150, PN16: 80 unidades
    Codo galvanizado 90° de 1": 6.000 piezas

    Agradeceré nos envíen precios FOB Ningbo y CFR Callao, plazo de entrega y certificados (ISO 9001, WRAS).

    Quedo atento a su respuesta.

    Saludos cordiales,
    Rodrigo Salazar Quispe
    Jefe de Importaciones
    Distribuidora Hidráulica Pacífico S.A.C.
    Av. Argentina 2450, Lima, Perú
    Telf. (+51) 1 555 4820
    """, at=ZHAO_IN, charset="iso-8859-1", header_kind="Q")
letter("pe2", "2026-09-09 16:10 +0800", "Rodrigo Salazar Quispe <rsalazar@hidraulica-pacifico.example>", ZHAO, None, """
    Estimado Rodrigo:

    Gracias por su consulta. Adjunto nuestra cotización HDQ-26-0143 con precios FOB Ningbo y CFR Callao. Los certificados
    van en el mismo correo. El plazo es de 40 días después del anticipo.

    ¿Para las DN150 prefiere palanca o reductor?
    """ + SIGN_ZHAO, at=ZHAO_SENT, charset="utf-8", reply="pe1", wrote="El 8/09/2026, Rodrigo Salazar Quispe escribió:",
       files=[attachment("Cotización HDQ-26-0143.xlsx", XLSX, xlsx(
           ["Cotización HDQ-26-0143", "", "", ""], ["Código", "Descripción", "Cantidad", "USD FOB Ningbo"],
           ["HD-BF-401-100", "Válvula mariposa wafer DN100 PN16", 150, 13.4], ["HD-BF-401-150", "Válvula mariposa wafer DN150 PN16", 80, 19.9],
           ["HD-MI-590-1", "Codo galvanizado 90 grados 1 pulgada", 6000, 0.47]), "rfc2231")])
letter("pe3", "2026-09-11 09:05 -0500", ZHAO, "Rodrigo Salazar Quispe <rsalazar@hidraulica-pacifico.example>", None, """
    Estimado Michael:

    Con reductor, por favor. El precio de la DN100 nos parece alto: ¿puede mejorarlo a USD 12,50? Con eso cerramos esta
    misma semana y pagamos 30 % de anticipo.

    Saludos,
    Rodrigo
    """, at=ZHAO_IN, charset="iso-8859-1", reply="pe2", wrote="El 9/09/2026, Zhao Min escribió:")

# Kazakhstan, in Russian: KOI8-R first, windows-1251 from the telephone later.
letter("kz1", "2026-09-10 11:20 +0500", LIN, "Айдос Сериков <serikov@teplosnab-almaty.example>", "Запрос цен на шаровые краны", """
    Добрый день!

    Компания ТОО "ТеплоСнаб Алматы" занимается поставками оборудования для отопления и водоснабжения в Казахстане.
    Просим сообщить цены и сроки поставки на следующие позиции:

    1. Кран шаровой латунный 1/2" ВР-ВР, бабочка - 10 000 шт
    2. Кран шаровой латунный 3/4" ВР-НР - 6 000 шт
    3. Фильтр косой 1/2" - 3 000 шт

    Условия поставки: DAP Алматы или FCA Хоргос. Есть ли у вас сертификат ЕАС?

    С уважением,
    Айдос Сериков
    отдел закупок, ТОО "ТеплоСнаб Алматы"
    тел. +7 727 355 50 61
    """, charset="koi8-r", how="8bit")
letter("kz2", "2026-09-11 10:15 +0800", "Айдос Сериков <serikov@teplosnab-almaty.example>", LIN, None, """
    Здравствуйте, Айдос!

    Благодарим за запрос. Цены DAP Алматы: кран 1/2" - 1,31 USD/шт, кран 3/4" - 1,92 USD/шт, фильтр 1/2" - 1,05 USD/шт.
    Срок производства 35 дней, доставка поездом около 14 дней. Сертификат ЕАС есть, вышлем копию.
    """ + SIGN_LIN, at=LIN_SENT, reply="kz1", wrote="10.09.2026 11:20, Айдос Сериков пишет:", how="base64")
letter("kz3", "2026-09-15 18:42 +0500", LIN, "Айдос Сериков <serikov@teplosnab-almaty.example>", None, """
    Спасибо за предложение. Пришлите, пожалуйста, по 5 образцов каждого крана, доставку оплатим через наш счёт в курьерской
    службе. Если качество устроит, в октябре разместим заказ на контейнер.

    Айдос
    """, charset="windows-1251", how="base64", reply="kz2", wrote="11.09.2026, Lin Xiaowen написал(а):")

# Saudi Arabia, in Arabic, windows-1256.
letter("sa1", "2026-09-16 10:05 +0300", LIN, "خالد العتيبي <k.alotaibi@najd-pipes.example>", "طلب عرض أسعار محابس نحاسية", """
    السلام عليكم ورحمة الله وبركاته

    نحن مؤسسة نجد للأنابيب والمحابس في الرياض، ونرغب في الحصول على عرض أسعار للمنتجات التالية:

    محبس كروي نحاس مقاس 1 بوصة - 4000 قطعة
    محبس بوابة نحاس مقاس 2 بوصة - 1000 قطعة

    السعر CIF الدمام مع ذكر مدة التسليم وشروط الدفع، وهل تتوفر لديكم شهادة ساسو؟

    مع خالص التحية
    خالد العتيبي
    مدير المشتريات
    جوال: ‎+966 50 555 0132
    """.replace("\u200e", ""), charset="windows-1256", how="base64")

# Côte d'Ivoire, in French, HTML only, ISO-8859-15 for the euro sign.
letter("ci1", "2026-09-17 14:20 +0000", LIN, "Aminata Koné <a.kone@batiplus-abidjan.example>", "Demande de prix raccords PPR", """
    Bonjour,

    Je suis responsable des achats chez BâtiPlus Abidjan. Nous cherchons un fournisseur régulier de raccords PPR :

    Coude PPR 90° diamètre 25 mm : 20 000 pièces
    Té PPR 32 mm : 8 000 pièces
    Manchon PPR 25 mm : 15 000 pièces

    Merci de nous faire une offre CFR Abidjan pour un conteneur 20 pieds. Notre fournisseur actuel en Turquie est à 0,11 € le
    coude ; pouvez-vous faire mieux ?

    Cordialement,
    Aminata Koné
    BâtiPlus Abidjan SARL, Zone 4, Abidjan, Côte d'Ivoire
    Tél. +225 27 2155 5040
    """, charset="iso-8859-15", only_html=True)

# Brazil, in Portuguese, from free mail.
letter("br1", "2026-09-18 11:48 -0300", ZHAO, "Fernanda Lopes <fernandalopes.hidro@gmail.com>", "Orçamento de torneiras e registros", """
    Olá, tudo bem?

    Sou sócia de uma loja de materiais hidráulicos em Curitiba, a Casa do Registro. Gostaria de um orçamento de registro
    de esfera em latão 1/2" (2.000 unidades) e registro de gaveta 3/4" (1.000 unidades), preço CIF Paranaguá.

    Vocês têm catálogo em português? Qual a quantidade mínima para o primeiro pedido?

    Obrigada!
    Fernanda Lopes
    WhatsApp +55 41 95555-0176
    """, at=ZHAO_IN, html=True)
letter("br2", "2026-09-21 09:30 +0800", "Fernanda Lopes <fernandalopes.hidro@gmail.com>", ZHAO, None, """
    Bom dia Fernanda,

    Muito obrigado pelo contato. O mínimo para o primeiro pedido é de 1.000 peças por medida. Segue o catálogo em inglês;
    o preço CIF Paranaguá do registro de esfera 1/2" é de USD 1,34.
    """ + SIGN_ZHAO, at=ZHAO_SENT, reply="br1", wrote="Em sex., 18 de set. de 2026, Fernanda Lopes escreveu:",
       files=[attachment("Haiding catalogue 2026.pdf", PDF, pdf(
           "Haiding Valve catalogue 2026", "Brass ball valves HD-BV-101 to HD-BV-120", "Butterfly valves HD-BF-401, ductile iron, EPDM seat",
           "PPR fittings HD-PP-600", "Thermostatic radiator valves HD-TR-700 (new)"))])
letter("br3", "2026-09-22 20:15 -0300", ZHAO, "Fernanda Lopes <fernandalopes.hidro@gmail.com>", None, """
    Oi Michael, recebi o catálogo, obrigada. Para começar quero 1.000 de esfera 1/2" e 1.000 de gaveta 3/4". Consegue
    enviar duas amostras antes? Pago o frete.

    Fernanda
    """, at=ZHAO_IN, reply="br2", wrote="Em seg., 21 de set. de 2026, Zhao Min escreveu:")

# Poland, ISO-8859-2, no product list but a document with one.
letter("pl1", "2026-09-22 08:55 +0200", ZHAO, "Paweł Zieliński <p.zielinski@instalhurt.example>", "Zapytanie ofertowe - zawory i kształtki", """
    Dzień dobry,

    w załączeniu przesyłam zapytanie ofertowe na zawory kulowe i kształtki z żeliwa ciągliwego. Proszę o ceny CIF Gdynia
    oraz termin realizacji. Zamówienie próbne: 1 paleta.

    Z poważaniem
    Paweł Zieliński
    Instalhurt Sp. z o.o., Poznań
    tel. +48 61 555 07 19
    """, at=ZHAO_IN, charset="iso-8859-2",
       files=[attachment("zapytanie ofertowe.docx", DOCX, docx(
           "Zapytanie ofertowe 87/2026", "Zawór kulowy mosiężny 1/2 cala - 3000 szt", "Kolano żeliwne ocynkowane 3/4 cala - 2500 szt",
           "Trójnik żeliwny ocynkowany 3/4 cala - 1500 szt", "Warunki: CIF Gdynia, płatność 30 dni"))])

# India and Nigeria: English as it is written there; Nigeria resends the same inquiry to a second mailbox.
letter("in1", "2026-09-23 12:31 +0530", LIN, "Suresh Nair <purchase@malabarfluidcontrols.example>", "RFQ 2026/311 - SS ball valve 2pc", """
    Dear Sir,

    Greetings from Malabar Fluid Controls Pvt Ltd, Kochi.

    We are regular importer of valves for our EPC projects. Please offer below items on FOB basis with drawing:

    SS304 ball valve 2 piece, 1000 WOG, NPT
    1/2" : 500 nos
    1"   : 300 nos
    2"   : 120 nos

    Submit offer before 30th Sept. with test certificate EN 10204 3.1.

    With regards
    Suresh Nair
    Sr. Manager - Purchase
    Ph: +91 484 555 0622
    """, how="7bit")
letter("ng1", "2026-09-24 13:02 +0100", LIN, "emmanuel adeyemi <adeyemi_plumbing@yahoo.com>", "price of ppr pipe", """
    good day,

    pls i need price of ppr pipe 20mm and 25mm, PN20, green colour. 1 container 40ft mix. also the welding machine, 10 sets.
    am in Lagos, Nigeria. CIF Tincan.

    Adeyemi
    0803 555 0199
    """, html=True)
letter("ng2", "2026-09-24 13:20 +0100", ZHAO, "emmanuel adeyemi <adeyemi_plumbing@yahoo.com>", "price of ppr pipe", """
    good day,

    pls i need price of ppr pipe 20mm and 25mm, PN20, green colour. 1 container 40ft mix. also the welding machine, 10 sets.
    am in Lagos, Nigeria. CIF Tincan.

    Adeyemi
    0803 555 0199
    """, at=ZHAO_IN, html=True)

# Morocco to Turkey: one letter, written to both of us, so in two mailboxes.
letter("tr1", "2026-09-25 10:44 +0300", f"{LIN}, {ZHAO}", "Elif Yıldırım <elif@egetesisat.example>", "Fiyat talebi: küresel vana", """
    Merhaba,

    İzmir'de tesisat malzemesi toptancısıyız. Aşağıdaki ürünler için FOB Ningbo fiyatınızı rica ederiz:

    Pirinç küresel vana 1/2" - 20.000 adet
    Çekvalf 3/4" - 5.000 adet
    Termostatik radyatör vanası - 3.000 takım

    Ödeme şartlarınız ve teslim süreniz nedir?

    Saygılarımla,
    Elif Yıldırım
    Ege Tesisat Ltd. Şti.
    +90 232 555 0388
    """, at=[("lin", "INBOX"), ("zhao", "INBOX")], charset="windows-1254", how="8bit")
letter("nl1", "2026-10-01 15:33 +0200", ZHAO, "Joost van Dijk <joost@waterlijn-techniek.example>", "Vraag over thermostatische radiatorkranen", """
    Goedemiddag,

    Op uw website zag ik de thermostatische radiatorkranen uit de serie HD-TR-700. Hebben deze een KOMO-keur? Zo ja, graag
    een prijs voor 1.200 stuks haaks en 800 stuks recht, geleverd DAP Utrecht.

    Met vriendelijke groet,
    Joost van Dijk
    Waterlijn Techniek B.V.
    +31 30 555 0417
    """, at=ZHAO_IN)
