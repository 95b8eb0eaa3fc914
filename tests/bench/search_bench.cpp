// search_bench N [DIRECTORY]: indexes N made-up mails (English and Chinese, Zipf-distributed words, deterministic) and
// prints what indexing costs, how large the index is, and how long queries take, each with its own opening of the index
// as a `crm search` has.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "crm_core/search/index.hpp"
#include "crm_core/search/searcher.hpp"
#include "crm_core/search/utf8.hpp"
#include "crm_core/store/store.hpp"

namespace {

using namespace tradewind;
using namespace tradewind::crm;
using namespace tradewind::crm::search;

constexpr int vocabulary = 60'000;
constexpr char32_t hanzi = 3'000;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class TextMaker {
 public:
  std::size_t zipf(double words) { return static_cast<std::size_t>(std::pow(words, unit_(random_)) - 1); }
  // Always the same word for the same rank.
  static std::string word(std::size_t rank) {
    std::string made;
    for (std::size_t rest = rank + 26; rest > 0; rest /= 20) made += "etaoinshrdlucmfwypgb"[rest % 20];
    return made;
  }
  static std::string character(std::size_t rank) {
    char bytes[4];
    return {bytes, encode_utf8(U'\u4E00' + static_cast<char32_t>(rank * 7 % 20'000), bytes)};
  }
  std::string english(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      text += word(zipf(vocabulary));
      text += random_() % 12 == 0 ? ". " : " ";
      if (random_() % 80 == 0) text += fmt::format("GZ-{}X{}A ", random_() % 10, random_() % 1000);
    }
    return text;
  }
  std::string chinese(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      for (int i = 0; i < 9; ++i) text += character(zipf(hanzi));
      text += "，";
    }
    return text;
  }
  IndexText mail() {
    IndexText text;
    text.subject = english(40);
    const auto partner = zipf(5'000);
    text.from = fmt::format("{} <{}@firm{}.example>", word(partner), word(partner), partner);
    text.to = "Sales <sales@ours.example>";
    text.body = random_() % 5 == 0 ? chinese(1'500) : english(2'300);
    if (random_() % 4 == 0) text.attachment_names = "quotation.pdf pdf";
    return text;
  }

 private:
  std::mt19937_64 random_{7};
  std::uniform_real_distribution<> unit_{0, 1};
};

void add_rows(Store& store, RecordId id, EpochSeconds arrived_at, const IndexText& text) {
  auto& db = store.database();
  db.run(
      "INSERT INTO message (id, identity, vault_object, size, subject, preview, author_address, author_name, "
      "arrived_at, direction, kind,"
      " kind_confidence, filed_at) VALUES (?, ?, x'00', ?, ?, ?, 'a@b.example', 'A', ?, 'inbound', 'inquiry', 1, 0)",
      id, std::to_string(id), id % 100'000, text.subject, text.body.substr(0, 150), arrived_at);
  db.run(
      "INSERT INTO delivery (folder_id, uid_validity, uid, message_id, disposition, flags, internal_date, taken_at)"
      " VALUES (1, 1, ?, ?, 'filed', ?, 0, 0)",
      id, id, id % 997 == 0 ? 4 : id % 3);
  db.run(
      "INSERT INTO filing (message_id, record_type, record_id, rule, confidence, evidence, filed_by, filed_at)"
      " VALUES (?, 'customer', ?, '', 1, '', '', 0)",
      id, id % 500 + 1);
}

void fill(const DataDirectory& directory, RecordId count) {
  Store store = Store::open(directory, Access::write).value();
  store.database().execute(
      "INSERT INTO account (id, name, created_at) VALUES (1, 'a', 0);"
      "INSERT INTO folder (id, account_id, name, role) VALUES (1, 1, 'INBOX', 'inbox')");
  for (int i = 1; i <= 500; ++i)
    store.database().run("INSERT INTO customer (id, name, name_key, created_at, updated_at) VALUES (?, ?, '', 0, 0)", i,
                         fmt::format("Customer{} Trading", i));
  SearchIndex index(directory.search_file());
  TextMaker maker;
  double cpu = 0;
  double wall = 0;
  std::size_t bytes = 0;
  constexpr RecordId batch_size = 2'000;
  for (RecordId after = 0; after < count; after += batch_size) {
    IndexBatch batch{after, std::min(count, after + batch_size), {}, {}};
    database::Transaction rows(store.database());
    for (RecordId id = after + 1; id <= batch.upto; ++id) {
      const EpochSeconds arrived_at = 1'795'000'000 - id * 100;  // newest first, as a backfill comes
      batch.messages.push_back({id, arrived_at, maker.mail()});
      bytes += batch.messages.back().text.subject.size() + batch.messages.back().text.body.size();
      add_rows(store, id, arrived_at, batch.messages.back().text);
    }
    rows.commit();
    const double cpu_before = cpu_seconds();
    const double wall_before = wall_seconds();
    if (!index.append(batch)) std::abort();
    cpu += cpu_seconds() - cpu_before;
    wall += wall_seconds() - wall_before;
  }
  const auto size = static_cast<double>(std::filesystem::file_size(directory.search_file()));
  const double megabytes = static_cast<double>(bytes) / 1e6;
  fmt::print(
      "{} mails, {:.0f} MB of text: {:.1f} s CPU ({:.1f} ms/MB, {:.3f} ms/mail), {:.1f} s wall, index {:.0f} MB "
      "({:.2f} of the text)\n",
      count, megabytes, cpu, cpu * 1000 / megabytes, cpu * 1000 / static_cast<double>(count), wall, size / 1e6,
      size / 1e6 / megabytes);
}

void measure(const DataDirectory& directory, const std::string& name, const std::string& query,
             Sort sort = Sort::newest) {
  double best = 1e9;
  std::size_t hits = 0;
  for (int round = 0; round < 5; ++round) {
    const double begin = wall_seconds();
    Searcher searcher = Searcher::open(directory).value();
    SearchRequest request;
    request.query = query;
    request.sort = sort;
    const auto page = searcher.search(Actor::system("bench", "bench"), request);
    hits = page ? page->hits.size() : 0;
    best = std::min(best, wall_seconds() - begin);
  }
  fmt::print("  {:34} {:8.2f} ms  {} hits\n", name, best * 1000, hits);
}

}  // namespace

int main(int argc, char** argv) {
  const RecordId count = argc > 1 ? std::strtoll(argv[1], nullptr, 10) : 30'000;
  const std::filesystem::path path =
      argc > 2 ? argv[2] : std::filesystem::temp_directory_path() / fmt::format("search-bench-{}", getpid());
  const bool made = !std::filesystem::exists(path / "search.db");
  const DataDirectory directory = made ? DataDirectory::create(path).value() : DataDirectory::open(path).value();
  if (made) fill(directory, count);
  const auto word = [](std::size_t rank) { return TextMaker::word(rank); };
  const std::string pair = TextMaker::character(3) + TextMaker::character(8);
  measure(directory, "newest-first, common word", word(3));
  measure(directory, "newest-first, rare word", word(30'000));
  measure(directory, "Chinese, two characters", pair);
  measure(directory, "Chinese, one frequent character", TextMaker::character(3));
  measure(directory, "Chinese, one rare character", TextMaker::character(900));
  measure(directory, "phrase", fmt::format("\"{} {}\"", word(3), word(7)));
  measure(directory, "three words", fmt::format("{} {} {}", word(3), word(300), word(1'000)));
  measure(directory, "prefix of two letters", word(3).substr(0, 2) + "*");
  measure(directory, "prefix of four letters", word(30'000).substr(0, 4) + "*");
  measure(directory, "from + date range", "from:firm7.example date:2026-06");
  measure(directory, "customer + word", "customer:customer17 " + word(3));
  measure(directory, "customer", "customer:customer17");
  measure(directory, "common word, not filed", word(3) + " is:unfiled");
  measure(directory, "is:flagged", "is:flagged");
  measure(directory, "is:unread", "is:unread");
  measure(directory, "word or is:flagged", word(3) + " or is:flagged");
  measure(directory, "relevance, common word", word(3), Sort::relevance);
  measure(directory, "relevance, two words", word(30) + " " + word(300), Sort::relevance);
  if (argc <= 2) std::filesystem::remove_all(path);
  return 0;
}
