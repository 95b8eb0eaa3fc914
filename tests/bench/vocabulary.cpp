#include "tests/bench/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace tradewind::bench {
namespace {

constexpr std::uint64_t made_up_words = 150'000;  // per language; the tail is met once in millions of words

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    out.push_back(text.substr(at, length));
    at += length;
  }
  return out;
}

constexpr std::string_view latin_syllables =
    "ba be bi bo ca ce co cra da de di do dra el en er es fa fe fi fo ga ge go gra ha he hi in ka ke la le li lo lu ma "
    "me mi mo na ne ni no pa pe "
    "pi po pra ra re ri ro sa se si so sta te ti to tra tu un va ve vi vo";

std::vector<Language> make_languages() {
  return {
      {"en", 38, true, "WINDOWS-1252", "iso-8859-1",
       split("the to and you of we for is please in our your with on be this price it that have are as order will not "
             "can by or if at us "
             "from quotation attached thanks regards best dear delivery pcs usd would know payment goods quality "
             "sample time per any need "
             "shipment after before container invoice confirm send check new product also so all but which more now "
             "week day bank fob cif "
             "customer supplier packing carton discount offer inquiry catalogue stock size color material model "
             "production drawing report "
             "inspection deposit balance document original copy vessel port date urgent today tomorrow meeting call "
             "number list market "
             "company office manager team project contract warranty problem replacement parts"),
       split(latin_syllables), ",", ".", " wrote:", "Re: "},
      {"zh", 24, false, "GB18030", "gb2312",
       split("的 我们 您 了 是 请 在 贵司 产品 和 有 客户 附件 订单 这个 可以 价格 已 将 谢谢 公司 收到 报价 确认 一下 "
             "货 不 数量 发 交货 样品 安排 合同 "
             "单价 包装 付款 生产 质量 时间 需要 工厂 回复 邮件 今天 明天 麻烦 您好 你们 尽快 提供 要求 船期 提单 发票 "
             "装箱单 定金 余款 美元 "
             "人民币 箱 件 吨 柜 港口 宁波 上海 深圳 海运 空运 快递 检验 证书 图纸 规格 型号 颜色 材料 库存 目录 展会 "
             "询价 采购 供应商 "
             "问题 解决 方案 项目 会议 电话 联系 经理 部门 市场 竞争 优惠 折扣 成本 利润 汇率 保险 信用证 海关 申报 "
             "税率 退税 仓库 物流 售后 投诉"),
       characters("一不在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
                  "所然家种事成方多经么去法学如都同现当没动"
                  "面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知"
                  "全三又关点正业外将两高间由问很最重并"
                  "物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教"
                  "儿原东声提立及比员解水名真论处走义各入"
                  "几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金"
                  "指克许统区保至队形社便空决治展马科司五基"
                  "眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共"
                  "确传师观清今切院让识候带导争运笔"),
       "，", "。", " 写道：", "回复: "},
      {"es", 8, true, "WINDOWS-1252", "iso-8859-1",
       split("de la que el en y a los para por favor con una del las su precio se un es no nos lo como pedido adjunto "
             "más gracias saludos cotización "
             "entrega cantidad producto muestra envío pago factura cliente empresa fecha puerto contenedor calidad "
             "días estimado señor hemos "
             "necesitamos información proforma oferta también después catálogo año medida"),
       split("ción mente ar er ir ado ida os as que con tra pre des su bra mo ni to la ra ta ña ri co po sa lle"), ",",
       ".", " escribió:", "RE: "},
      {"ru", 6, true, "KOI8-R", "koi8-r",
       split("и в на не с по для мы вас что просим цена за от заказ это или к до из товар поставка срок оплата счёт "
             "добрый день уважением спасибо "
             "образец количество штук контейнер качество документы груз порт предложение договор компания завод склад "
             "размер цвет материал "
             "вложении ответ пожалуйста скидка партия отгрузка таможня"),
       split("ба ве го до же за ка ла ма на ни но ла ре ро са ста то тра ку ль пре при про ция ние ого ать ить ный "
             "ская ость"),
       ",", ".", " пишет:", "Re: "},
      {"ar", 4, true, "CP1256", "windows-1256",
       split("في من على إلى مع عن هذا السعر الطلب المنتج الشركة الشحن الدفع الكمية العينة عرض أسعار شكرا تحية السيد "
             "نرجو إرسال الفاتورة ميناء حاوية جودة "
             "تاريخ التسليم مرفق العقد البضاعة المصنع العميل قطعة دولار الموافقة"),
       split("ال مر سل كت عم در فع حس نب قل شر طل بي تر مو ها ون ين ات ية"), "،", ".", " كتب:", "RE: "},
      {"de", 5, true, "WINDOWS-1252", "iso-8859-15",
       split("die der und wir sie in den mit für bitte von zu das ist auf nicht uns im ein eine Ihnen Preis Angebot "
             "Lieferung Bestellung Menge anbei "
             "Grüßen freundlichen geehrter Herr Frau Rechnung Muster Stück Termin Zahlung Qualität Ware Container "
             "Kunde vielen Dank können werden "
             "möchten Liefertermin Verpackung Auftrag"),
       split("ung lich keit ver be ge ent aus ein auf hand werk stück maß ü ber tra stell prü fer kun den bau teil "
             "schaft zeug"),
       ",", ".", " schrieb:", "AW: "},
      {"fr", 4, true, "WINDOWS-1252", "iso-8859-1",
       split("de la le et les des vous nous en à pour un une du est que prix commande dans par merci avec ce sur votre "
             "notre devis livraison "
             "quantité échantillon facture paiement délai bonjour cordialement joint produit société client conteneur "
             "qualité qui pas être avons "
             "pouvez bien été"),
       split("tion ment er ez ais eur té pré con dé re sou vau la ma pi ro lé que oir eau ier"), ",", ".",
       " a écrit :", "RE: "},
      {"pt", 3, true, "WINDOWS-1252", "iso-8859-1",
       split("de a o que e do da para em um com não uma os no se por mais as preço pedido favor você obrigado cotação "
             "entrega quantidade produto "
             "amostra pagamento fatura cliente empresa prazo contêiner qualidade segue anexo bom dia atenciosamente"),
       split("ção mente ar er inho ado da lha nha pre des co ta ra mo ga to pe li ves"), ",", ".",
       " escreveu:", "RES: "},
      {"ja", 3, false, "ISO-2022-JP", "iso-2022-jp",
       split("の に を は が と で お願い 致します ください 製品 注文 見積 納期 価格 数量 確認 です ます サンプル 添付 "
             "ご連絡 弊社 御社 ありがとうございます よろしく 商品 出荷 "
             "支払 請求書 品質 仕様 図面 工場 担当 送付 コンテナ 港 書類"),
       characters("あいうえおかきくけこさしすせそたちつてとなにのはひふへまみもやよらりるれろわ日本会社品質数量価格納期"
                  "注文見積仕様図面確認連絡変更対応検査出荷工場部品材料"),
       "、", "。", " さんは書きました:", "Re: "},
      {"ko", 2, true, "EUC-KR", "euc-kr",
       split("이 그 및 수 있습니다 합니다 견적 주문 제품 가격 수량 납기 샘플 확인 부탁드립니다 안녕하세요 감사합니다 "
             "첨부 결제 송장 품질 회사 담당자 출하 컨테이너 항구 일정 "
             "요청 회신 도면 규격"),
       characters("가나다라마바사아자차카타하고노도로모보소오조구누두루무부수우주기니디리미비시이지인은는을를에서와과로"
                  "의한국사업장품질수량단계"),
       ",", ".", " 작성:", "RE: "},
      {"tr", 2, true, "WINDOWS-1254", "iso-8859-9",
       split("ve bir bu için ile fiyat sipariş adet teklif lütfen teşekkür sayın ürün teslim ödeme numune kalite "
             "fatura konteyner tarih firma "
             "müşteri ekte olarak daha var iyi günler saygılarımla"),
       split("lar ler mak mek lık siz dan den ya ka sa ra ge le bi ko tu yü şa ğı çı"), ",", ".", " yazdı:", "YNT: "},
      {"vi", 1, true, "UTF-8", "utf-8",
       split("và của cho các là có không được giá đơn hàng báo sản phẩm số lượng giao thanh toán mẫu cảm ơn kính gửi "
             "công ty chất khách container vui lòng"),
       split("an ang inh ong ươ thi tra ngh qu ph kh lo mai hoa bình"), ",", ".", " đã viết:", "Re: "},
  };
}

std::string made_up(const Language& language, std::uint64_t number) {
  std::uint64_t bits = mixed(number * 31 + static_cast<unsigned char>(language.code[0]) * 257U +
                             static_cast<unsigned char>(language.code[1]));
  const std::size_t length = language.spaced ? 2 + bits % 3 : (bits % 10 < 7 ? 2 : 3);
  std::string word;
  for (std::size_t i = 0; i < length; ++i) {
    bits = mixed(bits + i);
    word += language.pieces[bits % language.pieces.size()];
  }
  return word;
}

// What makes trade mail hard for a tokenizer: prices, part numbers, dates, document numbers, addresses.
void append_detail(std::string& out, Random& random) {
  auto to = std::back_inserter(out);
  switch (random.below(6)) {
    case 0:
      fmt::format_to(to, "USD {}.{:02}", random.below(400), random.below(100));
      break;
    case 1:
      fmt::format_to(to, "{} pcs", random.between(1, 400) * 50);
      break;
    case 2:
      fmt::format_to(to, "{}-{}{}", "ABCDEFGHKLMNPRSTVW"[random.below(18)], random.zipf(9000) + 100,
                     random.chance(0.3) ? "-X" : "");
      break;
    case 3:
      fmt::format_to(to, "20{}-{:02}-{:02}", random.between(20, 26), random.between(1, 12), random.between(1, 28));
      break;
    case 4:
      fmt::format_to(to, "PI{}{:04}", random.between(20, 26), random.below(10'000));
      break;
    default:
      fmt::format_to(to, "{}x{}x{} mm", random.between(1, 90) * 10, random.between(1, 90) * 10, random.between(1, 40));
      break;
  }
}

void append_sentence(std::string& out, const Language& language, Random& random, std::size_t words) {
  const std::size_t start = out.size();
  for (std::size_t i = 0; i < words; ++i) {
    if (i > 0 && language.spaced) out += ' ';
    if (random.chance(0.04)) {
      append_detail(out, random);
    } else {
      append_word(out, language, random);
    }
    if (i + 1 < words && random.chance(0.08)) out += language.comma;
  }
  out += language.stop;
  if (out[start] >= 'a' && out[start] <= 'z') out[start] = static_cast<char>(out[start] - 'a' + 'A');
}

}  // namespace

std::span<const Language> languages() {
  static const std::vector<Language> all = make_languages();
  return all;
}

const Language& random_language(Random& random) {
  auto left = static_cast<int>(random.below(100));
  for (const Language& language : languages()) {
    left -= language.share;
    if (left < 0) return language;
  }
  return languages().front();
}

void append_word(std::string& out, const Language& language, Random& random) {
  const std::uint64_t rank = random.zipf(made_up_words);
  if (rank < language.words.size()) {
    out += language.words[rank];
  } else {
    out += made_up(language, rank);
  }
}

std::string compose(const Language& language, std::size_t words, Random& random) {
  std::string out;
  while (words > 0) {
    std::size_t line = 0;
    for (std::uint64_t sentences = random.between(1, 4); sentences > 0 && words > 0; --sentences) {
      const std::size_t length = std::min<std::size_t>(words, random.between(4, 18));
      const std::size_t before = out.size();
      append_sentence(out, language, random, length);
      words -= length;
      line += out.size() - before;
      const bool wrap = line > 70;
      if (wrap) line = 0;
      out += wrap ? "\n" : language.spaced ? " " : "";
    }
    if (out.ends_with(' ')) out.pop_back();
    out += out.ends_with('\n') ? "\n" : "\n\n";
  }
  return out;
}

std::string compose_subject(const Language& language, Random& random) {
  std::string out;
  for (std::uint64_t words = random.between(2, 6); words > 0; --words) {
    append_word(out, language, random);
    if (words > 1 && language.spaced) out += ' ';
  }
  if (random.chance(0.25)) {
    out += ' ';
    append_detail(out, random);
  }
  return out;
}

std::string invented_name(std::uint64_t number) {
  static const std::vector<std::string_view> syllables = split(latin_syllables);
  std::string name;
  std::uint64_t bits = mixed(number + 0x5eed);
  for (std::size_t count = 2 + bits % 3; count > 0; --count) {
    bits = mixed(bits);
    name += syllables[bits % syllables.size()];
  }
  return name;
}

}  // namespace tradewind::bench
