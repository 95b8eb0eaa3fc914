#include "archiver/text/quote_lexicon.hpp"

#include <array>
#include <unordered_map>

namespace tradewind::archiver::lexicon {

namespace {
using enum HeaderRole;

// Rows by language: en, zh (both scripts), de, fr, es, pt, it, nl, pl, cs, ru, uk, tr, ar, fa, he, ja, ko, vi, th, id, sv/da/no, fi,
// hu, ro, el.
const std::unordered_map<std::string_view, HeaderRole>& header_labels() {
  static const std::unordered_map<std::string_view, HeaderRole> labels{
      {"from", from}, {"sent", date}, {"date", date}, {"sentat", date}, {"senton", date}, {"datesent", date}, {"to", to}, {"cc", cc}, {"bcc", cc},
      {"subject", subject}, {"reply-to", other}, {"replyto", other}, {"importance", other}, {"attachments", other}, {"attachment", other},
      {"return-path", other}, {"message-id", other}, {"received", other}, {"mime-version", other}, {"x-mailer", other}, {"in-reply-to", other},
      {"references", other}, {"organization", other}, {"content-type", other}, {"user-agent", other},
      {"发件人", from}, {"寄件者", from}, {"寄件人", from}, {"發件人", from}, {"发送时间", date}, {"日期", date}, {"时间", date}, {"發送時間", date},
      {"寄件日期", date}, {"傳送時間", date}, {"已发送", date}, {"发送日期", date}, {"傳送日期", date}, {"發送日期", date}, {"时  间", date},
      {"收件人", to}, {"收件者", to}, {"抄送", cc}, {"副本", cc}, {"密送", cc}, {"抄送人", cc}, {"主题", subject}, {"主旨", subject},
      {"主題", subject}, {"标题", subject}, {"重要性", other}, {"附件", other}, {"回复", other},
      {"von", from}, {"gesendet", date}, {"gesendetam", date}, {"datum", date}, {"an", to}, {"kopie", cc}, {"betreff", subject}, {"wichtigkeit", other},
      {"de", from}, {"envoyé", date}, {"envoyéle", date}, {"à", to}, {"a", to}, {"objet", subject}, {"copie", cc}, {"copieà", cc}, {"pour", to},
      {"expéditeur", from}, {"destinataire", to}, {"sujet", subject},
      {"enviado", date}, {"enviadoel", date}, {"fecha", date}, {"para", to}, {"asunto", subject}, {"remitente", from}, {"destinatario", to},
      {"enviadaem", date}, {"enviadoem", date}, {"enviada", date}, {"data", date}, {"assunto", subject}, {"remetente", from},
      {"da", from}, {"inviato", date}, {"inviatoil", date}, {"oggetto", subject}, {"mittente", from}, {"dataora", date},
      {"van", from}, {"verzonden", date}, {"aan", to}, {"onderwerp", subject},
      {"od", from}, {"wysłano", date}, {"wysłane", date}, {"do", to}, {"dw", cc}, {"temat", subject}, {"nadawca", from},
      {"odesláno", date}, {"komu", to}, {"předmět", subject}, {"odoslané", date}, {"predmet", subject}, {"kopia", cc},
      {"от", from}, {"отправлено", date}, {"дата", date}, {"кому", to}, {"копия", cc}, {"тема", subject}, {"отправитель", from}, {"получатель", to},
      {"відправлено", date}, {"від", from}, {"надіслано", date}, {"копія", cc},
      {"kimden", from}, {"gönderen", from}, {"gönderildi", date}, {"gönderilmetarihi", date}, {"tarih", date}, {"kime", to}, {"bilgi", cc}, {"konu", subject},
      {"من", from}, {"المرسل", from}, {"تاريخالإرسال", date}, {"التاريخ", date}, {"إلى", to}, {"الى", to}, {"نسخة", cc}, {"الموضوع", subject}, {"تمالإرسال", date},
      {"از", from}, {"تاریخ", date}, {"به", to}, {"موضوع", subject}, {"فرستنده", from}, {"گیرنده", to},
      {"מאת", from}, {"נשלח", date}, {"תאריך", date}, {"אל", to}, {"עותק", cc}, {"נושא", subject},
      {"差出人", from}, {"送信者", from}, {"送信日時", date}, {"日時", date}, {"日付", date}, {"宛先", to}, {"件名", subject}, {"送信元", from},
      {"보낸사람", from}, {"보낸이", from}, {"발신", from}, {"보낸날짜", date}, {"보낸시간", date}, {"날짜", date}, {"받는사람", to}, {"받는이", to},
      {"참조", cc}, {"제목", subject},
      {"từ", from}, {"đãgửi", date}, {"ngày", date}, {"đến", to}, {"tới", to}, {"chủđề", subject}, {"ngườigửi", from}, {"tiêuđề", subject},
      {"จาก", from}, {"ส่งเมื่อ", date}, {"วันที่", date}, {"ถึง", to}, {"สำเนา", cc}, {"เรื่อง", subject}, {"หัวเรื่อง", subject}, {"ส่ง", date},
      {"dari", from}, {"dikirim", date}, {"tanggal", date}, {"kepada", to}, {"ke", to}, {"perihal", subject}, {"subjek", subject},
      {"från", from}, {"skickat", date}, {"till", to}, {"ämne", subject}, {"fra", from}, {"sendt", date}, {"til", to}, {"emne", subject}, {"kopi", cc},
      {"lähettäjä", from}, {"lähetetty", date}, {"päivämäärä", date}, {"vastaanottaja", to}, {"kopio", cc}, {"aihe", subject},
      {"feladó", from}, {"elküldve", date}, {"dátum", date}, {"címzett", to}, {"tárgy", subject}, {"másolat", cc},
      {"dela", from}, {"trimis", date}, {"către", to}, {"subiect", subject}, {"από", from}, {"εστάλη", date}, {"ημερομηνία", date}, {"προς", to}, {"θέμα", subject}};
  return labels;
}

constexpr auto reply = SeparatorKind::reply;
constexpr auto forward = SeparatorKind::forward;

constexpr std::array separator_rows{
    Separator{"original message", reply}, Separator{"original mail", reply}, Separator{"original email", reply}, Separator{"reply message", reply},
    Separator{"forwarded message", forward}, Separator{"begin forwarded message", forward}, Separator{"forwarded by", forward},
    Separator{"start of forwarded message", forward}, Separator{"forward message", forward}, Separator{"forwarded mail", forward},
    Separator{"原始邮件", reply}, Separator{"原邮件", reply}, Separator{"原始郵件", reply}, Separator{"原始信件", reply}, Separator{"回复的原邮件", reply},
    Separator{"原始邮件信息", reply}, Separator{"转发邮件信息", forward}, Separator{"转发的邮件", forward}, Separator{"转发邮件", forward},
    Separator{"轉寄郵件", forward}, Separator{"轉寄的郵件", forward}, Separator{"转发的原邮件", forward}, Separator{"以下为转发邮件", forward},
    Separator{"以下是转发的邮件", forward}, Separator{"转发的消息", forward}, Separator{"轉寄訊息", forward}, Separator{"被转发邮件信息", forward}, Separator{"回复邮件", reply},
    Separator{"ursprüngliche nachricht", reply}, Separator{"originalnachricht", reply}, Separator{"ursprüngliche mail", reply}, Separator{"original-nachricht", reply},
    Separator{"weitergeleitete nachricht", forward}, Separator{"anfang der weitergeleiteten nachricht", forward},
    Separator{"message d'origine", reply}, Separator{"message original", reply}, Separator{"message d’origine", reply}, Separator{"message transféré", forward},
    Separator{"message transmis", forward}, Separator{"début du message transféré", forward}, Separator{"début du message réexpédié", forward},
    Separator{"mensaje original", reply}, Separator{"mensaje reenviado", forward}, Separator{"inicio del mensaje reenviado", forward},
    Separator{"mensagem original", reply}, Separator{"mensagem encaminhada", forward}, Separator{"mensagem reencaminhada", forward},
    Separator{"início da mensagem encaminhada", forward}, Separator{"início da mensagem reencaminhada", forward},
    Separator{"messaggio originale", reply}, Separator{"messaggio inoltrato", forward}, Separator{"inizio messaggio inoltrato", forward},
    Separator{"oorspronkelijk bericht", reply}, Separator{"origineel bericht", reply}, Separator{"doorgestuurd bericht", forward},
    Separator{"begin doorgestuurd bericht", forward}, Separator{"wiadomość oryginalna", reply}, Separator{"oryginalna wiadomość", reply},
    Separator{"treść przekazanej wiadomości", forward}, Separator{"wiadomość przekazana dalej", forward}, Separator{"přeposlaná zpráva", forward},
    Separator{"původní zpráva", reply}, Separator{"původní e-mail", reply}, Separator{"исходное сообщение", reply}, Separator{"оригинальное сообщение", reply},
    Separator{"пересылаемое сообщение", forward}, Separator{"пересланное сообщение", forward}, Separator{"начало переадресованного сообщения", forward},
    Separator{"начало переадресованного письма", forward}, Separator{"конец пересылаемого сообщения", forward},
    Separator{"оригінальне повідомлення", reply}, Separator{"переслане повідомлення", forward}, Separator{"özgün ileti", reply},
    Separator{"orijinal mesaj", reply}, Separator{"orjinal mesaj", reply}, Separator{"orijinal ileti", reply}, Separator{"yönlendirilen mesaj", forward}, Separator{"iletilen mesaj", forward},
    Separator{"iletilmiş ileti başlangıcı", forward}, Separator{"الرسالة الأصلية", reply}, Separator{"رسالة أصلية", reply}, Separator{"رسالة معاد توجيهها", forward},
    Separator{"الرسالة المعاد توجيهها", forward}, Separator{"forwarded message‏", forward}, Separator{"پیام اصلی", reply}, Separator{"הודעה מקורית", reply}, Separator{"הודעה שהועברה", forward},
    Separator{"元のメッセージ", reply}, Separator{"転送されたメッセージ", forward}, Separator{"転送メッセージ", forward}, Separator{"以下、転送されたメッセージ", forward}, Separator{"原本のメッセージ", reply},
    Separator{"원본 메시지", reply}, Separator{"원본 메일", reply}, Separator{"전달된 메시지", forward}, Separator{"전달된 메일", forward}, Separator{"전달된 이메일", forward},
    Separator{"thư gốc", reply}, Separator{"tin nhắn gốc", reply}, Separator{"tin nhắn đã chuyển tiếp", forward}, Separator{"thư đã chuyển tiếp", forward}, Separator{"ข้อความต้นฉบับ", reply},
    Separator{"ข้อความที่ส่งต่อ", forward}, Separator{"pesan asli", reply}, Separator{"pesan terusan", forward}, Separator{"pesan yang diteruskan", forward},
    Separator{"ursprungligt meddelande", reply}, Separator{"originalmeddelande", reply}, Separator{"vidarebefordrat meddelande", forward}, Separator{"oprindelig meddelelse", reply},
    Separator{"videresendt meddelelse", forward}, Separator{"opprinnelig melding", reply}, Separator{"videresendt melding", forward}, Separator{"alkuperäinen viesti", reply},
    Separator{"välitetty viesti", forward}, Separator{"eredeti üzenet", reply}, Separator{"továbbított üzenet", forward}, Separator{"mesaj original", reply},
    Separator{"mesaj redirecționat", forward}, Separator{"αρχικό μήνυμα", reply}, Separator{"προωθημένο μήνυμα", forward}};

constexpr std::string_view verbs[]{
    "wrote", "writes", "written", "写道", "寫道", "写信", "来信", "schrieb", "hat geschrieben", "a écrit", "écrit", "escribió", "escribio", "escreveu", "ha scritto",
    "schreef", "heeft geschreven", "napisał", "napisała", "pisze", "napsal", "napsala", "napísal", "пишет", "написал", "написала", "написав", "пише",
    "yazdı", "şunu yazdı", "tarihinde", "كتب", "نوشت", "نوشته", "כתב", "כתבה", "のメール", "のメッセージ", "は書きました", "さんは書きました", "さんが書きました",
    "님이 작성", "님이 쓴", "작성", "đã viết", "viết", "เขียนว่า", "เขียน", "menulis", "skrev", "kirjoitti", "írta", "έγραψε"};

constexpr std::string_view starters[]{
    "on", "at", "in", "am", "le", "el", "il", "em", "op", "den", "dnia", "w", "dne", "в", "у", "on:", "на", "vào", "เมื่อ", "pada", "في", "به", "ב", "בתאריך", "i",
    "a", "tarihinde", "在", "於", "于", "al", "îm", "la", "στις", "wed", "thu", "fri", "mon", "tue", "sat", "sun", "date"};

constexpr std::string_view forwards[]{
    "fw", "fwd", "wg", "tr", "rv", "enc", "i", "ii", "doorst", "pd", "转发", "轉寄", "转寄", "轉發", "пересл", "转", "ilt", "إعادة توجيه", "転送", "전달", "chuyển tiếp",
    "vs", "vb", "továbbítás"};

constexpr std::string_view closing_rows[]{
    // en
    "best regards", "kind regards", "warm regards", "regards", "with best regards",
    "with kind regards", "best wishes", "b. regards", "b.regards", "b/regards", "br", "b.rgds", "b rgds", "rgds",
    "brgds", "yours sincerely", "sincerely", "sincerely yours", "yours faithfully", "faithfully",
    "yours truly", "cheers", "best", "thanks & regards", "thanks and regards", "thanks & best regards", "thanks and best regards", "many thanks & best regards",
    "with regards", "warmest regards", "warmly", "cordially", "respectfully", "yours", "kindest regards", "thank you and best regards", "kind rgds", "regards,", "thanking you", "all the best", "with warm regards",
    // zh
    "此致", "顺颂商祺", "顺祝商祺", "顺祝商安", "祝商祺", "祝好", "敬礼", "商祺", "順頌商祺", "順祝商祺", "敬祝商祺", "此致敬礼", "此致 敬礼",
    "祝工作顺利", "祝生意兴隆", "祝您工作愉快", "祝 商祺", "敬上", "敬祝", "谨致问候", "顺祝",
    // de
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse", "schöne grüße",
    "liebe grüße", "mfg", "vg", "lg", "hochachtungsvoll", "herzliche grüße", "gruß", "mit besten grüßen", "mit freundlichen gruessen",
    // fr
    "cordialement", "bien cordialement", "très cordialement", "salutations", "meilleures salutations", "sincères salutations", "bien à vous", "cdt", "cdlt",
    "salutations distinguées", "respectueusement", "bonne journée", "bonne réception",
    // es
    "saludos", "un saludo", "saludos cordiales", "cordialmente", "atentamente", "atte", "cordial saludo", "un cordial saludo", "reciba un cordial saludo", "quedo atento", "quedo atenta", "muy atentamente", "slds",
    // pt
    "atenciosamente", "att", "abraços", "abs", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "cordiais saudações", "abraço",
    // it
    "cordiali saluti", "distinti saluti", "saluti", "cordialità", "un saluto", "in fede", "cordialmente,", "grazie e saluti", "grazie e cordiali saluti",
    // nl
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "groeten", "mvg", "groet", "hartelijke groet",
    // pl, cs, sk, hu, ro, el
    "pozdrawiam", "z poważaniem", "z wyrazami szacunku", "pozdrowienia", "s pozdravem", "s pozdravom", "üdvözlettel", "tisztelettel", "cu stimă", "cu respect", "με εκτίμηση", "φιλικά",
    // ru, uk
    "с уважением", "с наилучшими пожеланиями", "с уважением,", "всего доброго", "з повагою", "с наилучшими", "искренне ваш",
    // tr, ar, fa, he
    "saygılarımla", "saygılarımızla", "iyi çalışmalar", "selamlar", "iyi günler dilerim", "مع أطيب التحيات", "مع خالص التحية", "تحياتي", "وتفضلوا بقبول فائق الاحترام",
    "مع تحياتي", "مع التحية", "مع فائق الاحترام", "با احترام", "با تشکر", "בברכה", "בכבוד רב",
    // ja, ko, vi, th, id
    "敬具", "よろしくお願いいたします", "宜しくお願いいたします", "宜しくお願い致します", "よろしくお願い致します", "以上", "以上、よろしくお願いいたします", "以上、宜しくお願い致します", "何卒よろしくお願い申し上げます", "감사합니다", "드림", "올림", "trân trọng",
    "trân trọng cảm ơn", "thân ái", "ขอแสดงความนับถือ", "ด้วยความเคารพ", "salam", "hormat kami", "hormat saya", "salam hormat",
    // nordic
    "med vänliga hälsningar", "vänliga hälsningar", "mvh", "med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "vennlig hilsen", "ystävällisin terveisin", "hälsningar", "terveisin"};

constexpr std::string_view weak_closing_rows[]{
    "thanks", "thank you", "many thanks", "thx", "tks", "thanks a lot", "thank you very much", "thanks in advance", "thank you in advance", "thanks so much", "谢谢", "感谢", "多谢", "谢谢!", "謝謝",
    "danke", "vielen dank", "merci", "merci d'avance", "merci beaucoup", "gracias", "muchas gracias", "obrigado", "obrigada", "grato", "grata", "grazie", "grazie mille", "bedankt",
    "alvast bedankt", "dziękuję", "спасибо", "заранее спасибо", "teşekkürler", "شكرا", "شكراً", "ありがとうございます", "고맙습니다", "cảm ơn", "ขอบคุณ", "terima kasih"};

constexpr std::string_view mobile_rows[]{
    "sent from my", "sent from mail for", "sent from outlook", "sent from yahoo", "sent from samsung", "sent from proton", "get outlook for", "sent with", "发自我的", "发自", "從我的", "傳送自", "发送自",
    "来自我的", "从我的", "von meinem", "gesendet mit", "gesendet von", "diese nachricht wurde von meinem", "envoyé de mon", "envoyé depuis", "envoyé à partir", "télécharger outlook",
    "enviado desde mi", "enviado desde", "obtener outlook", "enviado do meu", "enviado de meu", "obter o outlook", "inviato da", "verstuurd vanaf mijn", "verzonden vanaf", "wysłane z", "отправлено с",
    "отправлено из", "iphone'umdan gönderildi", "iphoneから送信", "나의 iphone에서 보냄", "أُرسلت من", "đã gửi từ"};

constexpr std::string_view disclaimer_rows[]{
    "confidential", "intended recipient", "intended only", "intended solely", "in error",
    "addressee", "privileged", "unauthorized", "unauthorised", "disclaimer", "virus", "delete", "notify the sender", "liability",
    "vertraulich", "irrtümlich", "adressat", "ausschließlich für", "empfänger", "vernichten", "confidentiel", "destinataire", "par erreur", "confidencial", "destinatario",
    "por error", "destinatário", "por engano", "riservat", "per errore", "vertrouwelijk", "geadresseerde", "poufn", "adresat",
    "конфиденциальн", "адресат", "по ошибке", "gizli", "alıcı", "سري", "المرسل إليه", "保密", "机密", "收件人",
    "误收", "删除", "機密", "誤收", "机密性", "기밀", "수신인", "삭제", "bảo mật", "người nhận"};

constexpr std::string_view footer_rows[]{
    "consider the environment", "think before you print", "before printing this", "scanned by", "virus-free", "checked by avg", "this email has been checked for viruses", "denken sie an die umwelt",
    "pensez à l'environnement", "antes de imprimir", "pense no meio ambiente", "prima di stampare", "external email", "caution: this email originated", "请考虑环境", "diese e-mail wurde auf viren"};

constexpr std::string_view contact_rows[]{
    "tel", "tel.", "phone", "ph", "mob", "mobile", "cell", "cel", "cellphone", "fax", "whatsapp", "whats app", "wechat", "wa", "skype", "email", "e-mail", "mail", "web", "website", "www",
    "address", "add", "addr", "direct", "office", "t", "m", "p", "f", "e", "w", "a", "d", "o", "电话", "手机", "传真", "邮箱", "地址", "微信", "网址", "電話", "手機", "傳真", "地址：",
    "telefon", "telefono", "teléfono", "telefone", "móvil", "celular", "тел", "моб", "тел.", "هاتف", "جوال", "전화"};
}  // namespace

std::optional<HeaderRole> header_role(std::string_view label) {
  const auto found = header_labels().find(label);
  if (found == header_labels().end()) return {};
  return found->second;
}

std::span<const Separator> separators() { return separator_rows; }
std::span<const std::string_view> attribution_verbs() { return verbs; }
std::span<const std::string_view> attribution_starters() { return starters; }
std::span<const std::string_view> forward_prefixes() { return forwards; }
std::span<const std::string_view> closings() { return closing_rows; }
std::span<const std::string_view> weak_closings() { return weak_closing_rows; }
std::span<const std::string_view> mobile_footers() { return mobile_rows; }
std::span<const std::string_view> disclaimer_words() { return disclaimer_rows; }
std::span<const std::string_view> footer_lines() { return footer_rows; }
std::span<const std::string_view> contact_labels() { return contact_rows; }

}  // namespace tradewind::archiver::lexicon
