// What the archive costs for each message: vault alone, store alone, both, in batches as the daemon makes them.
//   store_bench DIRECTORY [MESSAGES [BATCH [vault|store|both]]]
// The directory must not exist; its files are left for looking at. Prints CPU and wall microseconds for each message of
// every tenth of the run, so that growth shows.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>

#include "crm_core/service/intake.hpp"

using namespace tradewind;
using namespace tradewind::crm;

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Mails {
 public:
  struct Mail {
    std::string raw;
    std::vector<ChunkSpan> parts;
    Filing filing;
  };

  // Header and text of some 3 KB; every second one with an attachment of 58 KB, a tenth of which were seen before.
  Mail next(bool with_bytes) {
    const auto number = ++count_;
    Mail mail;
    mail.raw = fmt::format(
        "From: Buyer {0} <buyer{0}@firm{0}.example>\r\nMessage-ID: <{1}.{0}@firm.example>\r\nSubject: Inquiry "
        "{0}\r\n\r\n",
        number % 5000, number);
    if (with_bytes) {
      while (mail.raw.size() < 3000) mail.raw += words_[random_() % words_.size()];
      if (number % 2 == 0) {
        const std::string body = attachment(number % 20 == 0 ? 7 : number);
        mail.parts.push_back({mail.raw.size(), body.size()});
        mail.raw += body + "--end--\r\n";
      }
    }
    Filing& filing = mail.filing;
    filing.identity = std::string(as_bytes(sha256(mail.raw)));
    filing.message_id = fmt::format("{}.{}@firm.example", number, random_());
    filing.subject = fmt::format("Inquiry about folding chairs {}", number);
    filing.author = {fmt::format("Buyer {}", number % 5000), fmt::format("buyer{0}@firm{0}.example", number % 5000)};
    filing.from = {filing.author};
    filing.to = {{"Sales", fmt::format("sales{}@own.example", number % 7)}};
    if (number % 3 == 0) filing.cc = {{"", fmt::format("cc{}@other.example", number % 1000)}};
    filing.arrived_at = 1'700'000'000 + number * 60;
    filing.preview = std::string(200, 'p');
    filing.language = "en";
    filing.direction = number % 4 == 3 ? Direction::outbound : Direction::inbound;
    filing.kind = MessageKind::negotiation;
    filing.kind_confidence = 0.9;
    filing.subject_key = filing.subject;
    filing.references = {filing.message_id};
    if (number % 4 != 1 && last_thread_ != 0) {
      filing.thread = last_thread_;
      filing.references.push_back(last_message_id_);
    }
    if (number % 2 == 0)
      filing.attachments = {{"catalogue.pdf", "application/pdf", "2", 58'000, 3'000, "base64", false}};
    for (const auto type : {RecordType::customer, RecordType::contact})
      filing.links.push_back(
          {type, number % 5000 + 1, "contact-address", 0.99, "buyer wrote from a known address of this contact"});
    for (const char* what : {"direction", "thread", "kind", "customer", "contact"})
      filing.decisions.push_back({what,
                                  "the value that was decided",
                                  "rule-name",
                                  0.93,
                                  "the evidence that it rests on, with the header or words found",
                                  {}});
    last_message_id_ = filing.message_id;
    return mail;
  }
  void filed(RecordId thread) { last_thread_ = thread; }

 private:
  static std::string attachment(std::int64_t seed) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    std::string body;
    while (body.size() < 58'000) {
      for (int i = 0; i < 76; ++i) body += letters[random() & 63];
      body += "\r\n";
    }
    return body;
  }

  std::int64_t count_ = 0;
  std::mt19937_64 random_{1};
  RecordId last_thread_ = 0;
  std::string last_message_id_;
  const std::vector<std::string> words_{"we would like to ",
                                        "price list ",
                                        "container ",
                                        "FOB Qingdao ",
                                        "thank you for your quotation\r\n",
                                        "报价",
                                        "folding chair model 12 ",
                                        "delivery time ",
                                        "payment by T/T 30/70 ",
                                        "best regards\r\n"};
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return fmt::print(stderr, "store_bench DIRECTORY [MESSAGES [BATCH [vault|store|both]]]\n"), 2;
  const std::int64_t messages = count > 2 ? std::atoll(arguments[2]) : 30'000;
  const std::int64_t batch = count > 3 ? std::atoll(arguments[3]) : 200;
  const std::string what = count > 4 ? arguments[4] : "both";
  auto directory = DataDirectory::create(arguments[1]);
  if (!directory) return fmt::print(stderr, "{}\n", directory.error().message), 1;
  auto store = Store::open(*directory, Access::write);
  auto vault = Vault::open(directory->vault_file(), Vault::Access::write);
  Intake intake(*store, *vault, Actor::system("bench", "bench"));
  intake.begin();
  const RecordId folder = intake.open_folder("bench", "INBOX", FolderRole::inbox).folder.id;
  intake.commit();

  Mails mails;
  double cpu = 0, wall = 0;
  std::uint64_t bytes = 0;
  for (std::int64_t done = 0; done < messages;) {
    std::vector<Mails::Mail> made;
    for (std::int64_t i = 0; i < batch && done + i < messages; ++i) made.push_back(mails.next(what != "store"));
    const double cpu_before = cpu_seconds();
    const auto wall_before = std::chrono::steady_clock::now();
    if (what == "vault") {
      vault->begin();
      for (const auto& mail : made) (void)vault->put(mail.raw, mail.parts);
      vault->commit();
    } else {
      intake.begin();
      for (const auto& mail : made) {
        if (intake.find_message(mail.filing.identity)) continue;
        const auto uid = static_cast<std::uint32_t>(++bytes);
        const auto added =
            intake.add(mail.filing, mail.raw, mail.parts, {folder, 1, uid, mail.filing.arrived_at, 0, false, 0});
        mails.filed(added.thread);
      }
      intake.commit();
    }
    cpu += cpu_seconds() - cpu_before;
    wall += std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_before).count();
    done += static_cast<std::int64_t>(made.size());
    const std::int64_t tenth = std::max<std::int64_t>(messages / 10 / batch * batch, batch);
    if (done % tenth != 0) continue;
    fmt::print("{:>8} messages: {:6.1f} us CPU, {:6.1f} us wall a message\n", done,
               cpu / static_cast<double>(tenth) * 1e6, wall / static_cast<double>(tenth) * 1e6);
    cpu = wall = 0;
  }
}
