// Mail domains that say nothing about the firm behind an address: free providers, and the relays of B2B platforms.
#include <algorithm>
#include <array>
#include <string>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/conversion.hpp"

namespace tradewind::crm {

namespace {

// Sorted, for binary search.
constexpr auto free_domains = std::to_array<std::string_view>({
    "126.com",        "139.com",       "163.com",        "163.net",        "188.com",        "189.cn",
    "21cn.com",       "abv.bg",        "aliyun.com",     "aol.com",        "azet.sk",        "bellsouth.net",
    "bigpond.com",    "bk.ru",         "bluewin.ch",     "bol.com.br",     "btinternet.com", "centrum.cz",
    "charter.net",    "comcast.net",   "cox.net",        "daum.net",       "eircom.net",     "email.com",
    "email.cz",       "fastmail.com",  "foxmail.com",    "free.fr",        "freemail.hu",    "freenet.de",
    "gmail.com",      "gmx.at",        "gmx.ch",         "gmx.com",        "gmx.de",         "gmx.net",
    "googlemail.com", "hanmail.net",   "hushmail.com",   "i.ua",           "icloud.com",     "inbox.lv",
    "inbox.ru",       "interia.pl",    "kakao.com",      "laposte.net",    "libero.it",      "list.ru",
    "mac.com",        "mail.bg",       "mail.com",       "mail.ru",        "mail.ua",        "me.com",
    "msn.com",        "mynet.com",     "nate.com",       "naver.com",      "netvigator.com", "o2.pl",
    "online.de",      "op.pl",         "optonline.net",  "orange.fr",      "pchome.com.tw",  "pm.me",
    "proton.me",      "protonmail.ch", "protonmail.com", "qq.com",         "rambler.ru",     "rediffmail.com",
    "rocketmail.com", "sapo.pt",       "sbcglobal.net",  "seznam.cz",      "sfr.fr",         "shaw.ca",
    "sina.cn",        "sina.com",      "sina.com.cn",    "singnet.com.sg", "skynet.be",      "sohu.com",
    "t-online.de",    "telenet.be",    "telus.net",      "terra.com.br",   "tin.it",         "tiscali.it",
    "tom.com",        "tutanota.com",  "ukr.net",        "uol.com.br",     "verizon.net",    "vip.163.com",
    "vip.qq.com",     "virgilio.it",   "vodafone.it",    "walla.co.il",    "wanadoo.fr",     "web.de",
    "wp.pl",          "xtra.co.nz",    "yandex.com",     "yandex.ru",      "yeah.net",       "ymail.com",
    "zoho.com",
});

static_assert(std::is_sorted(free_domains.begin(), free_domains.end()));

// With any country behind them: yahoo.co.jp, hotmail.fr, outlook.com.br ...
constexpr auto free_families =
    std::to_array<std::string_view>({"yahoo.", "hotmail.", "outlook.", "live.", "windowslive."});

// Whatever lies below: a buyer's relay address there is nobody's own.
constexpr auto platforms = std::to_array<std::string_view>({
    "alibaba.com",
    "aliexpress.com",
    "diytrade.com",
    "dhgate.com",
    "ec21.com",
    "ecplaza.net",
    "exporthub.com",
    "globalsources.com",
    "indiamart.com",
    "made-in-china.com",
    "thomasnet.com",
    "tradeindia.com",
    "tradekey.com",
    "tradewheel.com",
    "europages.com",
});

}  // namespace

bool is_free_mail_domain(std::string_view given) {
  const std::string domain = address_key(given);
  if (std::binary_search(free_domains.begin(), free_domains.end(), domain)) return true;
  // "yahoo.de", "yahoo.com", "yahoo.co.jp", "yahoo.com.br"; "live.shop" is a firm's own.
  const auto begins = [&](std::string_view family) {
    if (!domain.starts_with(family)) return false;
    std::string_view rest = std::string_view(domain).substr(family.size());
    for (const std::string_view second : {"com.", "co."})
      if (rest.starts_with(second)) rest.remove_prefix(second.size());
    return rest == "com" || rest.size() == 2;
  };
  if (std::any_of(free_families.begin(), free_families.end(), begins)) return true;
  return std::any_of(platforms.begin(), platforms.end(), [&](std::string_view platform) {
    return domain == platform || (domain.size() > platform.size() && domain.ends_with(platform) &&
                                  domain[domain.size() - platform.size() - 1] == '.');
  });
}

}  // namespace tradewind::crm
