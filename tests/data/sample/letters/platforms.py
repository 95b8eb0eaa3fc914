"""Inquiries that reach us by other ways: B2B platforms, our website's form, a colleague's forward; and platform mail with no buyer in it."""
from .buyers import LIN, LIN_SENT, SIGN_LIN, ZHAO, ZHAO_IN
from .mail import letter, multipart, part, text_part, transfer
from .running import CHEN, CHEN_IN

letter("al1", "2026-09-21 22:14 +0800", LIN, "Alibaba.com <feedback@service.alibaba.com>",
       "[Alibaba.com] Inquiry: Oleksandr Bondar has sent you an inquiry about brass manifold", """
    Dear Xiaowen Lin,

    Oleksandr Bondar has sent you an inquiry.

    Product: 6-way brass manifold with flow meters, HD-MF-806
    Quantity: 1,000 sets

    Message:
    Hello, we sell underfloor heating systems in Ukraine and look for brass manifolds 6-way and 8-way with flow meters and
    cabinet. Please send price FOB Ningbo for 1000 sets, also for 200 sets as trial. Do you have stock?

    Buyer's contact information
    Name: Oleksandr Bondar
    Company: Teplyi Dim LLC
    Country/Region: Ukraine
    Email: o.bondar@teplyidim.example
    Tel: +380 44 555 0671

    Reply to this inquiry in Message Center. Please do not reply to this e-mail directly.
    """, html=True, headers=["Reply-To: o.bondar@teplyidim.example"])
letter("mc1", "2026-09-23 08:02 +0800", LIN, "Made-in-China.com <inquiry@made-in-china.com>", "Inquiry about Your Product: Butterfly Valve DN80", """
    Dear Ms. Lin Xiaowen,

    You have a new inquiry from a buyer on Made-in-China.com.

    Subject: Inquiry about Your Product: Butterfly Valve DN80
    From: Mr. Hassan El Masry
    Company: Nile Delta Irrigation Co.
    Location: Egypt
    E-mail: h.elmasry@niledelta-irrigation.example
    Telephone: +20 3 555 0148

    Message:
    Dear Sirs, please offer wafer butterfly valve DN80, cast iron body, 300 pieces and DN100, 200 pieces, CFR Alexandria.
    We prefer payment L/C at sight.

    This is an automatic message, sent by Made-in-China.com to its members.
    """)
letter("gs1", "2026-10-07 21:30 +0800", ZHAO, "Global Sources <inquiries@globalsources.com>", "Inquiry from Global Sources: PPR fittings", at=ZHAO_IN, only_html=True, html="""<html><body><table width="600" cellpadding="4">
<tr><td colspan="2"><b>Global Sources</b> - you have received an inquiry</td></tr>
<tr><td>Buyer</td><td>Ms. Luc&iacute;a Ferrer</td></tr>
<tr><td>Company</td><td>Suministros Ferrer S.L.</td></tr>
<tr><td>Country/Territory</td><td>Spain</td></tr>
<tr><td>E-mail</td><td>lucia@suministros-ferrer.example</td></tr>
<tr><td>Product</td><td>PPR elbow 25 mm</td></tr>
<tr><td>Quantity</td><td>30,000 pieces</td></tr>
<tr><td valign="top">Message</td><td>Buenos d&iacute;as, necesitamos codos PPR de 25 mm para obra nueva en Valencia.
Precio CIF Valencia, por favor, y certificado AENOR si lo tienen.</td></tr>
</table></body></html>
""")
letter("al2", "2026-10-05 07:00 +0800", LIN, "Alibaba.com <notice@service.alibaba.com>", "Your weekly product performance report", """
    Dear supplier,

    Last week your products received 1,284 impressions and 37 clicks. 3 products have incomplete information. Log in to
    Product Manager to improve them.

    You receive this mail because you are a Gold Supplier. Unsubscribe
    """, html=True, headers=["List-Unsubscribe: <https://service.alibaba.com/unsubscribe>", "Precedence: bulk"])

# The form on our own website sends as ourselves; the visitor stands in the text.
letter("wf1", "2026-09-30 03:12 +0800", LIN, "Website form <noreply@haiding-valve.example>", "New message from the contact form", """
    Name: Thabo Mokoena
    Company: Highveld Plumbing Supplies (Pty) Ltd
    Email: thabo@highveld-plumbing.example
    Phone: +27 11 555 0286
    Country: South Africa
    Message: Hi, we import valves and fittings for the mining and building trade. Please quote 2" and 3" brass gate valves,
    400 and 150 units, CIF Durban. Do you accept third party inspection? We need SABS approval too.

    -- 
    Sent from https://www.haiding-valve.example/contact (visitor's address 198.51.100.23)
    """, headers=["Reply-To: thabo@highveld-plumbing.example"])
letter("wf2", "2026-10-01 10:10 +0800", "Thabo Mokoena <thabo@highveld-plumbing.example>", LIN, "Your inquiry: brass gate valves", """
    Dear Thabo,

    Thank you for your message on our website. HD-GV-208 2" USD 6.90, HD-GV-212 3" USD 14.20, both CIF Durban. Third party
    inspection is welcome. We have no SABS mark, but WRAS and ISO 9001; would that be accepted for your customers?
    """ + SIGN_LIN, at=LIN_SENT)
letter("wf3", "2026-10-02 09:44 +0200", LIN, "Thabo Mokoena <thabo@highveld-plumbing.example>", None, """
    Morning Sherry

    WRAS is fine for the mines. Can you do 6.50 on the 2"? And how long is the production time?

    Thabo
    """, reply="wf2", html=True)

# A colleague forwards what a buyer wrote to him: once inline, once as an attachment.
letter("fw1", "2026-09-29 08:58 +0800", LIN, CHEN, "Fw: valves for hotel project Maldives", """
    晓雯，这个客户是展会上认识的，你跟进一下。 陈国栋

    ---------- Forwarded message ----------
    From: Ibrahim Shareef <ibrahim@coralbuild.example>
    Date: Mon, Sep 28, 2026 at 9:41 PM
    Subject: valves for hotel project Maldives
    To: Chen Guodong <chen@haiding-valve.example>

    Dear Mr. Chen,

    It was nice meeting you at the fair. For our resort project we need pressure reducing valves DN50, 40 pcs, and stainless
    ball valves 1", 350 pcs, all 316 because of the salt air. Delivery to Male port before January. Please quote.

    Ibrahim Shareef
    Coral Build Pvt Ltd, Malé, Maldives
    +960 555 0142
    """, at=[("lin", "INBOX"), ("chen", "Sent")], how="base64")
FORWARDED = transfer("""From: Anna Lindqvist <anna@norrvatten-teknik.example>
To: Chen Guodong <chen@haiding-valve.example>
Subject: =?iso-8859-1?Q?F=F6rfr=E5gan_kulventiler?=
Date: Tue, 13 Oct 2026 08:20:00 +0200
Message-ID: <7f3a11d2@mail.norrvatten-teknik.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: 8bit

Hej,

vi söker en leverantör av kulventiler i mässing, avzinkningshärdig (DZR). Behovet är 5 000 st 1/2" per år. Kan ni
skicka pris FOB Ningbo och intyg om typgodkännande?

Anna Lindqvist
Norrvatten Teknik AB, Luleå
+46 920 555 013
""".encode("latin-1"), "8bit")
letter("fw2", "2026-10-14 09:05 +0800", ZHAO, CHEN, "Fwd: Förfrågan kulventiler", "", at=ZHAO_IN,
       entity=multipart("mixed", [text_part("请跟进，瑞典客户。\n", "utf-8", "base64"),
                                  part("message/rfc822", FORWARDED, "8bit", ['Content-Disposition: attachment; filename="kulventiler.eml"'])], "fw2"))

# Security code and calendar: machines writing.
letter("ma1", "2026-10-09 07:31 +0800", "Chen Guodong <chen@haiding-valve.example>", "Made-in-China.com <account@made-in-china.com>",
       "Your verification code is 482 915", """
    Your verification code is 482 915. It is valid for 10 minutes. Never tell it to anyone.
    """, at=CHEN_IN, how="7bit", headers=["Auto-Submitted: auto-generated"])
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:20261013-hd@gulfpipeline-trading.example
DTSTART:20261020T080000Z
DTEND:20261020T083000Z
SUMMARY:Call about Fujairah delivery
ORGANIZER:mailto:faisal@gulfpipeline-trading.example
ATTENDEE:mailto:lin@haiding-valve.example
END:VEVENT
END:VCALENDAR
"""
letter("ca1", "2026-10-13 14:02 +0400", LIN, "Faisal Rahman <faisal@gulfpipeline-trading.example>", "Invitation: Call about Fujairah delivery", "",
       entity=multipart("alternative", [text_part("Call about Fujairah delivery\nTue 20 Oct 2026 12:00 - 12:30 (GST)\n", "utf-8", "7bit"),
                                        part("text/calendar; method=REQUEST; charset=utf-8", CALENDAR.encode(), "7bit")], "ca1"))
