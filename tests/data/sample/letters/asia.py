"""Inquiries from East and South-East Asia, in their own charsets, our answers, and the buyers writing again."""
from .buyers import LIN, LIN_SENT, SIGN_LIN, XLSX, ZHAO_IN, ZHAO
from .files import pdf, xlsx
from .mail import attachment, letter

SIGN_CN = """
顺祝商祺
林晓雯
宁波海鼎阀门管件有限公司 外贸部
电话：0574-5550 2816  手机：139 5550 4471
"""
SIGN_TW = """
順頌商祺
林曉雯
寧波海鼎閥門管件有限公司 外貿部
電話：+86 574 5550 2816
"""
PROJECT = [("lin", "项目/中东管网")]

# A purchasing office that writes Chinese; the header says gb2312, the bytes are GBK (镕, 喆 are not in GB 2312).
letter("cn1", "2026-09-11 10:18 +0800", LIN, "陈喆 <chenzhe@nanyang-hardware.example>", "询价：黄铜球阀及闸阀", """
    林小姐：

    您好！我们是马来西亚南洋五金贸易公司（Nanyang Hardware Trading Sdn Bhd）驻深圳采购部，从朋友黄镕先生处得知贵司。
    现有以下产品需要报价：

    黄铜球阀 DN15 长柄 12000 个
    黄铜闸阀 DN20 5000 个
    铜过滤器 DN15 3000 个

    请报 FOB 宁波和 CIF 巴生港的价格，并说明最小起订量、交货期以及包装方式。目标价 DN15 球阀 8.20 元人民币。

    陈喆
    南洋五金贸易 采购经理
    手机 +60 12 555 0913
    """, charset="gb2312", how="base64")
letter("cn2", "2026-09-11 15:36 +0800", "陈喆 <chenzhe@nanyang-hardware.example>", LIN, "答复: 询价：黄铜球阀及闸阀", """
    陈经理：

    感谢询价，报价单 HDQ-26-0144 见附件。DN15 长柄球阀 FOB 宁波 USD 1.21/个，闸阀 DN20 USD 1.88/个，过滤器 USD 0.98/个，
    CIF 巴生港每个另加 0.04 美元。起订量每规格 1000 个，交货期 30 天，内盒加外箱，每箱 120 个。
    """ + SIGN_CN, at=LIN_SENT, charset="gb18030", how="base64", reply="cn1", wrote="在 2026-09-11 10:18，陈喆 写道：",
       files=[attachment("报价单HDQ-26-0144.xlsx", XLSX, xlsx(
           ["报价单 HDQ-26-0144", "", "", ""], ["型号", "品名", "数量", "单价 USD"], ["HD-BV-101L", "黄铜长柄球阀 DN15", 12000, 1.21],
           ["HD-GV-201", "黄铜闸阀 DN20", 5000, 1.88], ["HD-YS-350", "铜过滤器 DN15", 3000, 0.98]), "gbk")])
letter("cn3", "2026-09-14 09:40 +0800", LIN, "陈喆 <chenzhe@nanyang-hardware.example>", "回复：答复: 询价：黄铜球阀及闸阀", """
    林小姐，报价收到。球阀的价格比我们现在的供应商高出三分钱，能否做到 1.17？闸阀可以接受。另外请寄两套样品到深圳办事处，
    样品确认后马上下单。

    陈喆
    """, charset="gb2312", how="base64", reply="cn2", wrote="在 2026-09-11 15:36，林晓雯 写道：")

# Taiwan, Big5; moved by hand into a project folder.
letter("tw1", "2026-09-17 16:25 +0800", LIN, "吳淑芬 <sfwu@hongyu-engineering.example>", "詢價：蝶閥與逆止閥", """
    林小姐 您好：

    敝司為臺中宏宇工程股份有限公司，承接中東海水淡化廠管線專案，需採購下列閥件，煩請報價：

    對夾式蝶閥 DN200 PN16（不鏽鋼閥板）64 台
    逆止閥 DN200 32 台
    法蘭軟接頭 DN200 32 個

    請報 CFR Jebel Ali，並附材質證明與交期。專案預計十一月決標。

    吳淑芬 採購課
    宏宇工程股份有限公司
    電話 +886 4 5550 6627
    """, at=PROJECT, charset="big5", how="base64")
letter("tw2", "2026-09-18 11:11 +0800", "吳淑芬 <sfwu@hongyu-engineering.example>", LIN, None, """
    吳小姐 您好：

    謝謝您的來信。蝶閥 DN200 需要確認介質溫度及氯離子濃度，閥板材質建議用雙相鋼 2205。正式報價明天提供。
    """ + SIGN_TW, at=LIN_SENT, reply="tw1", how="base64", wrote="吳淑芬 於 2026-09-17 寫道：")
letter("tw3", "2026-09-18 14:52 +0800", LIN, "吳淑芬 <sfwu@hongyu-engineering.example>", None, """
    林小姐：

    介質為濃海水，45°C，氯離子約 38,000 ppm。同意改用 2205，閥座請用 EPDM。期待您的報價。

    吳淑芬
    """, at=PROJECT, charset="big5", how="base64", reply="tw2", wrote="林曉雯 於 2026-09-18 寫道：")

# Japan: a new buyer in Shift_JIS.
letter("jp1", "2026-09-24 10:02 +0900", LIN, "田中 美咲 <tanaka@aozora-jutaku.example>", "真鍮製ボールバルブのお見積り依頼", """
    寧波海鼎バルブ 御中

    突然のご連絡にて失礼いたします。株式会社あおぞら住宅設備の田中と申します。
    貴社のホームページを拝見し、下記の製品につきましてお見積りをお願いしたくご連絡いたしました。

    ・真鍮製ボールバルブ 1/2インチ　3,000個
    ・ヘッダー用バルブ 6分岐　500セット

    条件はCIF大阪、納期もあわせてお知らせください。JWWA規格の鉛浸出基準に適合していることが必須です。

    どうぞよろしくお願いいたします。

    株式会社あおぞら住宅設備
    購買部　田中 美咲
    TEL: +81 6-5550-3127
    """, charset="shift_jis", how="base64")

# Korea, EUC-KR.
letter("kr1", "2026-09-25 14:28 +0900", LIN, "박지훈 <jhpark@hanbit-seolbi.example>", "황동 볼밸브 견적 요청", """
    안녕하세요.

    저희는 부산에 있는 한빛설비 주식회사입니다. 아래 제품의 견적을 부탁드립니다.

    황동 볼밸브 15A 5,000개
    스트레이너 20A 1,500개

    가격 조건은 CIF 부산항이고, 최소 주문 수량과 납기를 알려 주시기 바랍니다.

    감사합니다.
    박지훈 과장
    한빛설비(주) 구매팀
    전화 +82 51-555-0284
    """, charset="euc-kr", how="base64")
letter("kr2", "2026-09-28 09:20 +0800", "박지훈 <jhpark@hanbit-seolbi.example>", LIN, None, """
    Dear Mr. Park,

    Thank you for your inquiry. CIF Busan: brass ball valve 15A USD 1.25/pc, Y strainer 20A USD 1.61/pc. MOQ 1,000 pcs a
    size, delivery 30 days. KC certificate is available for the ball valve.
    """ + SIGN_LIN, at=LIN_SENT, reply="kr1", how="base64")
letter("kr3", "2026-09-29 11:05 +0900", LIN, "박지훈 <jhpark@hanbit-seolbi.example>", None, """
    빠른 답변 감사합니다. 볼밸브 가격을 개당 1.18달러로 조정해 주실 수 있을까요? 샘플 10개를 먼저 받아 보고 싶습니다.

    박지훈
    """, charset="euc-kr", how="base64", reply="kr2")

# Viet Nam and Thailand: UTF-8, the second with a subject cut inside a character, as some webmail does.
letter("vn1", "2026-10-06 09:15 +0700", ZHAO, "Nguyễn Thị Hồng Nhung <nhung@thanhphat-nuoc.example>", "Hỏi giá van bi đồng và van cổng", """
    Kính gửi Quý công ty,

    Công ty TNHH Thành Phát chuyên phân phối vật tư ngành nước tại TP. Hồ Chí Minh. Xin vui lòng báo giá:

    Van bi đồng DN15: 6.000 cái
    Van cổng đồng DN25: 2.000 cái

    Điều kiện CIF Cát Lái, thanh toán L/C. Xin cho biết thời gian giao hàng.

    Trân trọng,
    Nguyễn Thị Hồng Nhung
    +84 28 5550 1946
    """, at=ZHAO_IN, how="base64")
letter("th1", "2026-10-07 13:40 +0700", LIN, "Somchai Rattanakul <somchai@chaophraya-supply.example>", "ขอใบเสนอราคาวาล์วทองเหลือง", """
    สวัสดีครับ

    บริษัท เจ้าพระยา ซัพพลาย จำกัด ต้องการใบเสนอราคา บอลวาล์วทองเหลือง 1/2 นิ้ว จำนวน 10,000 ตัว ราคา CIF แหลมฉบัง
    กรุณาแจ้งระยะเวลาส่งมอบและเงื่อนไขการชำระเงิน

    ขอบคุณครับ
    สมชาย รัตนกุล
    โทร +66 2 555 0713
    """, how="base64")

# Hong Kong: traditional Chinese in UTF-8 with a price list as the only content of the letter.
letter("hk1", "2026-10-08 17:03 +0800", LIN, "何家輝 <kfho@victoria-sanitary.example>", "查詢花灑龍頭及角閥", """
    你好，請報附件各項單價（FOB 寧波），謝謝。

    何家輝
    維港潔具有限公司
    """, how="base64",
       files=[attachment("查詢清單.xlsx", XLSX, xlsx(["貨品", "數量"], ["黃銅角閥 1/2", 4000], ["花灑龍頭 鍍鉻", 600], ["不鏽鋼軟管 60cm", 4000]))])
letter("hk2", "2026-10-09 09:48 +0800", "何家輝 <kfho@victoria-sanitary.example>", LIN, None, """
    何先生：

    角閥 FOB 寧波 USD 0.92，龍頭我們不生產，可以代購。形式發票樣本見附件，請參考付款條件。
    """ + SIGN_TW, at=LIN_SENT, reply="hk1", how="base64", wrote="何家輝 於 2026-10-08 寫道：",
       files=[attachment("terms.pdf", "application/pdf", pdf("Terms of sale", "30% deposit by T/T, balance before shipment",
                                                            "Warranty: 24 months from the bill of lading date"))])
