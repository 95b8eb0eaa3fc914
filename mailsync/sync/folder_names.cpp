#include "mailsync/sync/folder_names.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tradewind::mailsync {

namespace {

using crm::FolderRole;

// All in the form that fold_name() gives: small letters.
constexpr std::string_view sent_names[] = {"sent",
                                           "sent items",
                                           "sent mail",
                                           "sent messages",
                                           "sent-mail",
                                           "sentmail",
                                           "gesendet",
                                           "gesendete elemente",
                                           "gesendete objekte",
                                           "gesendete nachrichten",
                                           "enviados",
                                           "elementos enviados",
                                           "correo enviado",
                                           "mensajes enviados",
                                           "itens enviados",
                                           "e-mails enviados",
                                           "mensagens enviadas",
                                           "envoyés",
                                           "éléments envoyés",
                                           "messages envoyés",
                                           "envoyes",
                                           "courrier envoyé",
                                           "objets envoyés",
                                           "inviata",
                                           "posta inviata",
                                           "messaggi inviati",
                                           "inviati",
                                           "отправленные",
                                           "отправленное",
                                           "отправлено",
                                           "надіслані",
                                           "відправлені",
                                           "wysłane",
                                           "elementy wysłane",
                                           "verzonden",
                                           "verzonden items",
                                           "verzonden berichten",
                                           "skickat",
                                           "skickade objekt",
                                           "sendt",
                                           "sendte elementer",
                                           "sendt post",
                                           "lähetetyt",
                                           "lähetetyt viestit",
                                           "odeslaná pošta",
                                           "odeslané",
                                           "odoslaná pošta",
                                           "elküldött",
                                           "elküldött elemek",
                                           "trimise",
                                           "elemente trimise",
                                           "изпратени",
                                           "poslano",
                                           "poslane stavke",
                                           "στάλθηκαν",
                                           "απεσταλμένα",
                                           "gönderilmiş öğeler",
                                           "gönderilmiş",
                                           "gönderilenler",
                                           "gönderilen öğeler",
                                           "đã gửi",
                                           "thư đã gửi",
                                           "terkirim",
                                           "item terkirim",
                                           "ส่งแล้ว",
                                           "รายการที่ส่ง",
                                           "已发送",
                                           "已发送邮件",
                                           "已发邮件",
                                           "发件箱",
                                           "已发出",
                                           "已傳送",
                                           "已寄出",
                                           "寄件備份",
                                           "寄件匣備份",
                                           "已傳送的郵件",
                                           "已傳送郵件",
                                           "送信済み",
                                           "送信済みアイテム",
                                           "送信済みメール",
                                           "送信済みメッセージ",
                                           "보낸편지함",
                                           "보낸 편지함",
                                           "보낸메일함",
                                           "보낸 메일함",
                                           "보낸 메일",
                                           "المرسل",
                                           "البريد المرسل",
                                           "العناصر المرسلة",
                                           "الرسائل المرسلة",
                                           "דואר יוצא",
                                           "פריטים שנשלחו",
                                           "ارسال شده",
                                           "भेजे गए"};

constexpr std::string_view draft_names[] = {
    "drafts",        "draft",     "entwürfe",       "entwurf",    "borradores",
    "borrador",      "rascunhos", "rascunho",       "brouillons", "brouillon",
    "bozze",         "bozza",     "черновики",      "черновик",   "чернетки",
    "kopie robocze", "szkice",    "wersje robocze", "concepten",  "utkast",
    "kladder",       "kladde",    "luonnokset",     "koncepty",   "rozepsané",
    "piszkozatok",   "ciorne",    "schițe",         "чернови",    "nacrti",
    "πρόχειρα",      "taslaklar", "bản nháp",       "thư nháp",   "draf",
    "konsep",        "ฉบับร่าง",    "แบบร่าง",         "草稿",       "草稿箱",
    "草稿夹",        "草稿匣",    "下書き",         "임시보관함", "임시 보관함",
    "임시보관",      "المسودات",  "مسودات",         "טיוטות",     "پیش‌نویس‌ها",
    "ड्राफ़्ट"};

constexpr std::string_view junk_names[] = {"junk",
                                           "spam",
                                           "junk mail",
                                           "junk e-mail",
                                           "junk email",
                                           "bulk",
                                           "bulk mail",
                                           "spamverdacht",
                                           "junk-e-mail",
                                           "unerwünscht",
                                           "unerwünschte werbung",
                                           "correo no deseado",
                                           "no deseado",
                                           "lixo eletrônico",
                                           "lixo electrónico",
                                           "courrier indésirable",
                                           "indésirables",
                                           "pourriel",
                                           "posta indesiderata",
                                           "спам",
                                           "нежелательная почта",
                                           "небажана пошта",
                                           "wiadomości-śmieci",
                                           "niechciane",
                                           "ongewenste e-mail",
                                           "ongewenst",
                                           "skräppost",
                                           "skräp",
                                           "søppelpost",
                                           "uønsket mail",
                                           "uønsket e-post",
                                           "roskaposti",
                                           "nevyžádaná pošta",
                                           "nevyžiadaná pošta",
                                           "levélszemét",
                                           "mesaje nedorite",
                                           "ανεπιθύμητα",
                                           "ανεπιθύμητη αλληλογραφία",
                                           "istenmeyen",
                                           "istenmeyen e-posta",
                                           "önemsiz",
                                           "önemsiz e-posta",
                                           "önemsiz posta",
                                           "thư rác",
                                           "จดหมายขยะ",
                                           "อีเมลขยะ",
                                           "垃圾邮件",
                                           "垃圾邮件箱",
                                           "垃圾箱",
                                           "垃圾郵件",
                                           "垃圾郵件匣",
                                           "广告邮件",
                                           "迷惑メール",
                                           "스팸",
                                           "스팸메일함",
                                           "스팸함",
                                           "정크 메일",
                                           "스팸편지함",
                                           "البريد العشوائي",
                                           "غير مرغوب فيه",
                                           "البريد الإلكتروني غير الهام",
                                           "דואר זבל",
                                           "هرزنامه",
                                           "स्पैम"};

constexpr std::string_view trash_names[] = {"trash",
                                            "deleted",
                                            "deleted items",
                                            "deleted messages",
                                            "bin",
                                            "wastebasket",
                                            "papierkorb",
                                            "gelöscht",
                                            "gelöschte elemente",
                                            "gelöschte objekte",
                                            "papelera",
                                            "eliminados",
                                            "elementos eliminados",
                                            "lixeira",
                                            "lixo",
                                            "itens excluídos",
                                            "itens eliminados",
                                            "corbeille",
                                            "éléments supprimés",
                                            "messages supprimés",
                                            "cestino",
                                            "posta eliminata",
                                            "корзина",
                                            "удаленные",
                                            "удалённые",
                                            "удаленные элементы",
                                            "кошик",
                                            "видалені",
                                            "kosz",
                                            "elementy usunięte",
                                            "prullenbak",
                                            "verwijderde items",
                                            "papperskorgen",
                                            "papirkurv",
                                            "borttaget",
                                            "slettet post",
                                            "slettede elementer",
                                            "roskakori",
                                            "poistetut",
                                            "koš",
                                            "odstraněná pošta",
                                            "kôš",
                                            "kuka",
                                            "törölt elemek",
                                            "coș de gunoi",
                                            "elemente șterse",
                                            "кошче",
                                            "otpad",
                                            "smeće",
                                            "κάδος",
                                            "διαγραμμένα",
                                            "çöp",
                                            "çöp kutusu",
                                            "silinmiş öğeler",
                                            "thùng rác",
                                            "sampah",
                                            "ถังขยะ",
                                            "已删除",
                                            "已删除邮件",
                                            "已删除的邮件",
                                            "回收站",
                                            "废件箱",
                                            "删除的邮件",
                                            "刪除的郵件",
                                            "已刪除的郵件",
                                            "垃圾桶",
                                            "ゴミ箱",
                                            "ごみ箱",
                                            "削除済みアイテム",
                                            "削除済み",
                                            "휴지통",
                                            "지운편지함",
                                            "지운 편지함",
                                            "삭제된 항목",
                                            "المهملات",
                                            "سلة المهملات",
                                            "العناصر المحذوفة",
                                            "אשפה",
                                            "פריטים שנמחקו",
                                            "زباله‌دان",
                                            "ट्रैश"};

constexpr std::string_view archive_names[] = {
    "archive", "archives", "archiv",  "archivo", "arquivo",    "archivio", "архив",   "архів", "archiwum",
    "archief", "arkiv",    "arkisto", "archív",  "arhiva",     "arhivă",   "αρχείο",  "arşiv", "lưu trữ",
    "arsip",   "归档",     "存档",    "封存",    "アーカイブ", "보관함",   "الأرشيف", "ארכיון"};

bool is_among(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The lower-case code point, in the alphabets whose letters this file uses: Latin-1, Latin Extended-A, Greek, Cyrillic.
char32_t fold(char32_t c) {
  if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
      (c >= 0x410 && c <= 0x42F))
    return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  const bool even_is_capital =
      (c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177) || (c >= 0x218 && c <= 0x21B);
  const bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  if ((even_is_capital && c % 2 == 0) || (odd_is_capital && c % 2 == 1)) return c + 1;
  return c;
}

}  // namespace

std::string fold_name(std::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  for (std::size_t i = 0; i < name.size();) {
    const auto lead = static_cast<unsigned char>(name[i]);
    const bool pair =
        lead >= 0xC3 && lead <= 0xDF && i + 1 < name.size() && (static_cast<unsigned char>(name[i + 1]) & 0xC0) == 0x80;
    if (pair) {
      const char32_t c =
          fold(static_cast<char32_t>((lead & 0x1F) << 6 | (static_cast<unsigned char>(name[i + 1]) & 0x3F)));
      folded += static_cast<char>(0xC0 | c >> 6);
      folded += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      folded += static_cast<char>(lead < 0x80 ? fold(lead) : lead);
    }
    i += pair ? 2 : 1;
  }
  return folded;
}

FolderRole role_of_name(std::string_view folded) {
  if (folded == "inbox") return FolderRole::inbox;
  if (is_among(sent_names, folded)) return FolderRole::sent;
  if (is_among(junk_names, folded)) return FolderRole::junk;
  if (is_among(trash_names, folded)) return FolderRole::trash;
  if (is_among(draft_names, folded)) return FolderRole::drafts;
  if (is_among(archive_names, folded)) return FolderRole::archive;
  return FolderRole::other;
}

}  // namespace tradewind::mailsync
