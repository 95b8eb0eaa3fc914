#include "crm_core/search/searcher.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "crm_core/model/mail.hpp"
#include "crm_core/search/query_fields.hpp"
#include "tests/crm_core/search/search_world.hpp"

namespace tradewind::crm::search {

SearchWorld::SearchWorld() {
  setenv("TZ", "UTC", 1);
  tzset();
  directory_ = std::make_unique<DataDirectory>(DataDirectory::create(parent_ / "data").value());
  store_ = std::make_unique<Store>(Store::open(*directory_, Access::write).value());
  run("INSERT INTO account (id, name, created_at) VALUES (1, 'anna@firm.example', 0), (2, 'ben@firm.example', 0)");
  run("INSERT INTO folder (id, account_id, name, role) VALUES (1, 1, 'INBOX', 'inbox'), (2, 1, 'Clients/Nord', "
      "'other'),"
      " (3, 2, '已发送', 'sent')");
  run("INSERT INTO thread (id, subject_key, first_at, last_at, message_count) VALUES (1, '', 0, 0, 1), (2, '', 0, 0, "
      "1), (3, '', 0, 0, 1)");
}

void SearchWorld::add(const WorldMail& mail) {
  auto& db = store_->database();
  const std::string identity = "identity " + std::to_string(mail.id);
  db.run(
      "INSERT INTO message (id, identity, vault_object, size, message_id, thread_id, subject, preview, author_address, "
      "author_name,"
      " arrived_at, direction, kind, kind_confidence, automatic, language, attachment_count, state, answered_at, "
      "filed_at)"
      " VALUES (?, ?, x'00', ?, ?, ?, ?, ?, 'a@b.example', 'A', ?, ?, ?, 1, ?, ?, ?, ?, ?, 0)",
      mail.id, identity, mail.size, "m" + std::to_string(mail.id) + "@x.example", mail.thread, mail.text.subject,
      mail.text.body.substr(0, 60), mail.arrived_at, mail.direction, mail.kind, mail.automatic, mail.language,
      mail.attachments, mail.state, mail.answered ? std::optional<std::int64_t>(mail.arrived_at + 60) : std::nullopt);
  db.run(
      "INSERT INTO delivery (folder_id, uid_validity, uid, message_id, disposition, flags, internal_date, taken_at, "
      "gone_at)"
      " VALUES (?, 1, ?, ?, 'filed', ?, 0, 0, ?)",
      mail.folder, mail.id, mail.id, mail.flags, mail.gone ? std::optional<std::int64_t>(1) : std::nullopt);
  waiting_.push_back({mail.id, mail.arrived_at, mail.text});
}

void SearchWorld::add_attachment(RecordId message, const std::string& name, const std::string& type) {
  store_->database().run(
      "INSERT INTO attachment (message_id, position, file_name, media_type, part_path, body_offset, encoded_bytes, "
      "encoding, inline_image)"
      " VALUES (?, 0, ?, ?, '2', 0, 0, 'base64', 0)",
      message, name, type);
}

void SearchWorld::file(RecordId message, const std::string& type, RecordId record, bool removed) {
  store_->database().run(
      "INSERT INTO filing (message_id, record_type, record_id, rule, confidence, evidence, pinned, removed, filed_by, "
      "filed_at)"
      " VALUES (?, ?, ?, 'test', 1, '', ?, ?, 'test', 0)",
      message, type, record, removed, removed);
}

void SearchWorld::add_to_index() {
  SearchIndex index(directory_->search_file());
  const RecordId after = index.watermark();
  ASSERT_TRUE(index.append({after, waiting_.empty() ? after : waiting_.back().message, waiting_, {}}));
  waiting_.clear();
}

Searcher SearchWorld::searcher() {
  return Searcher::open(*directory_).value();
}

SearchPage SearchWorld::page(const SearchRequest& request) {
  auto found = searcher().search(Actor::system("test", "test"), request);
  if (!found) {
    ADD_FAILURE() << found.error().message;
    return {};
  }
  return std::move(*found);
}

std::vector<RecordId> SearchWorld::ids(const std::string& query, Sort sort, bool threads) {
  SearchRequest request;
  request.query = query;
  request.sort = sort;
  request.threads = threads;
  request.limit = 1000;
  std::vector<RecordId> found;
  for (const SearchHit& hit : page(request).hits) found.push_back(hit.message.id);
  return found;
}

namespace {

using Ids = std::vector<RecordId>;
constexpr EpochSeconds november = 1793491200;  // 2026-11-01
constexpr EpochSeconds day = 86'400;

class Search : public SearchWorld {
 protected:
  Search() {
    WorldMail a{1, november + day, {}};
    a.text = {"Quotation for GZ-3X3A valve",
              "Hans Müller <hans.mueller@nordhaus.example>",
              "Anna <anna@firm.example>",
              "",
              "Dear Anna, please quote 200 brass valves.",
              "drawing.pdf pdf",
              "flange DN50 steel"};
    a.attachments = 1;
    add(a);
    WorldMail b{2, november + 2 * day, {}};
    b.text = {"报价单",
              "王伟 <wang@shanghai.example>",
              "ben@firm.example",
              "hans.mueller@nordhaus.example",
              "请报价：阀门 GZ3X3A，谢谢。价格要好。",
              "",
              ""};
    b.language = "zh", b.thread = 2, b.flags = flag_seen | flag_flagged, b.answered = true;
    add(b);
    WorldMail c{3, november + 3 * day, {}};
    c.text = {"Re: Quotation",
              "Anna <anna@firm.example>",
              "hans.mueller@nordhaus.example",
              "",
              "The gate valve price is USD 12.50, order 4500187734 follows.",
              "offer.xlsx xlsx",
              ""};
    c.kind = "negotiation", c.direction = "outbound", c.attachments = 1, c.folder = 3, c.flags = flag_seen,
    c.size = 3 << 20;
    add(c);
    WorldMail d{4, november + 4 * day, {}};
    d.text = {"عرض السعر", "Ahmed <ahmed@cairo.example>", "anna@firm.example", "", "نريد عَرْض للمضخة pump", "", ""};
    d.language = "ar", d.thread = 3, d.folder = 2, d.automatic = true;
    add(d);
    run("INSERT INTO customer (id, name, name_key, created_at, updated_at) VALUES (10, 'Nordhaus Gärten GmbH', "
        "'nordhaus garten', 0, 0), (11, '上海阀门公司', '', 0, 0)");
    run("INSERT INTO customer_alias (customer_id, name, name_key) VALUES (10, 'NHG Garden', 'nhg garden')");
    run("INSERT INTO contact (id, customer_id, name, created_at, updated_at) VALUES (20, 10, 'Hans Müller', 0, 0)");
    run("INSERT INTO quotation (id, number, created_at) VALUES (30, 'Q-2026-0012', 0)");
    run("INSERT INTO sales_order (id, number, customer_po, created_at) VALUES (40, 'SO-2026-0004', '4500187734', 0)");
    run("INSERT INTO service_case (id, number, subject, created_at) VALUES (50, 'CASE-0003', '', 0)");
    run("INSERT INTO lead (id, status, message_id, arrived_at, created_at, updated_at) VALUES (60, 'qualified', 1, 0, "
        "0, 0)");
    file(1, "customer", 10), file(3, "customer", 10), file(2, "customer", 11), file(1, "contact", 20);
    file(3, "quotation", 30), file(3, "order", 40), file(2, "case", 50), file(4, "customer", 10, true);
    add_attachment(1, "Drawing.PDF", "application/octet-stream"),
        add_attachment(3, "offer.xlsx", "application/vnd.ms-excel");
    add_to_index();
  }
};

TEST_F(Search, FindsWordsInAnyScriptFoldedAndInParts) {
  EXPECT_EQ(ids("valve"), (Ids{3, 1}));
  EXPECT_EQ(ids("VALV*"), (Ids{3, 1}));
  EXPECT_EQ(ids("muller"), Ids{1});
  EXPECT_EQ(ids("报价"), Ids{2});
  EXPECT_EQ(ids("价"), Ids{2});
  EXPECT_EQ(ids("门"), Ids{2});
  EXPECT_EQ(ids("报价单"), Ids{2});
  EXPECT_EQ(ids("价报"), Ids{});
  EXPECT_EQ(ids("عرض"), Ids{4});
  EXPECT_EQ(ids("\"gate valve\""), Ids{3});
  EXPECT_EQ(ids("\"valve gate\""), Ids{});
  EXPECT_EQ(ids("\"gate val\"*"), Ids{3});
  EXPECT_EQ(ids("4500187734"), Ids{3});
  EXPECT_EQ(ids("12.50"), Ids{3});
}

TEST_F(Search, FindsPartNumbersHoweverTheyAreWritten) {
  for (const char* query : {"GZ-3X3A", "gz3x3a", "GZ‑3X3A", "\"gz-3x3a\""}) EXPECT_EQ(ids(query), (Ids{2, 1})) << query;
  EXPECT_EQ(ids("3x3a"), Ids{1});
}

TEST_F(Search, FindsAddressesWholeAndInParts) {
  EXPECT_EQ(ids("from:hans.mueller@nordhaus.example"), Ids{1});
  EXPECT_EQ(ids("from:nordhaus.example"), Ids{1});
  EXPECT_EQ(ids("to:hans"), Ids{3});
  EXPECT_EQ(ids("cc:nordhaus"), Ids{2});
  EXPECT_EQ(ids("from:(hans or ahmed)"), (Ids{4, 1}));
}

TEST_F(Search, KeepsToTheFieldThatIsNamed) {
  EXPECT_EQ(ids("subject:quotation"), (Ids{3, 1}));
  EXPECT_EQ(ids("body:quotation"), Ids{});
  EXPECT_EQ(ids("attachment:flange"), Ids{1});
  EXPECT_EQ(ids("attachment:drawing"), Ids{1});
  EXPECT_EQ(ids("filetype:pdf"), Ids{1});
  EXPECT_EQ(ids("-filetype:pdf"), (Ids{4, 3, 2}));
  EXPECT_EQ(ids("filetype:xlsx or lang:zh"), (Ids{3, 2}));
}

TEST_F(Search, CombinesWithAndOrNot) {
  EXPECT_EQ(ids("valve -gate"), Ids{1});
  EXPECT_EQ(ids("-valve"), (Ids{4, 2}));
  EXPECT_EQ(ids("valve or 报价"), (Ids{3, 2, 1}));
  EXPECT_EQ(ids("(valve or pump) -(gate or عرض)"), Ids{1});
  EXPECT_EQ(ids("valve or is:flagged"), (Ids{3, 2, 1}));
  EXPECT_EQ(ids("valve (is:flagged or is:outbound)"), Ids{3});
  EXPECT_EQ(ids("-(valve or is:flagged)"), Ids{4});
  EXPECT_EQ(ids("valve & gate"), Ids{3});
  EXPECT_EQ(ids("valve or not is:inbound"), (Ids{3, 1}));
  std::string deep = "valve";
  for (int i = 0; i < 30; ++i)
    deep =
        i % 2 == 0 ? "(" + deep + " or zzz" + std::to_string(i) + ")" : "(" + deep + " -qqq" + std::to_string(i) + ")";
  EXPECT_EQ(ids(deep), (Ids{3, 1}));
}

TEST_F(Search, FindsByRecord) {
  EXPECT_EQ(ids("customer:nordhaus"), (Ids{3, 1}));
  EXPECT_EQ(ids("customer:\"nordhaus garten\""), (Ids{3, 1}));
  EXPECT_EQ(ids("customer:nord*"), (Ids{3, 1}));
  EXPECT_EQ(ids("customer:nhg"), (Ids{3, 1}));
  EXPECT_EQ(ids("customer:10 valve -gate"), Ids{1});
  EXPECT_EQ(ids("customer:阀门"), Ids{2});
  EXPECT_EQ(ids("customer:阀"), Ids{2});
  EXPECT_EQ(ids("-customer:nordhaus"), (Ids{4, 2}));
  EXPECT_EQ(ids("contact:muller"), Ids{1});
  EXPECT_EQ(ids("quote:q20260012"), Ids{3});
  EXPECT_EQ(ids("quote:Q-2026*"), Ids{3});
  EXPECT_EQ(ids("order:so-2026-0004"), Ids{3});
  EXPECT_EQ(ids("order:4500187734"), Ids{3});
  EXPECT_EQ(ids("case:CASE-0003"), Ids{2});
  EXPECT_EQ(ids("lead:60"), Ids{1});
  EXPECT_EQ(ids("lead:qualified"), Ids{1});
  EXPECT_EQ(ids("lead:new"), Ids{});
}

TEST_F(Search, SaysThatANameFitsNothing) {
  SearchRequest request;
  request.query = "customer:nobody";
  const SearchPage found = page(request);
  EXPECT_TRUE(found.hits.empty());
  EXPECT_EQ(found.notes, std::vector<std::string>{"no customer fits \"nobody\""});
}

TEST_F(Search, FindsByState) {
  EXPECT_EQ(ids("is:unread"), (Ids{4, 1}));
  EXPECT_EQ(ids("is:read"), (Ids{3, 2}));
  EXPECT_EQ(ids("is:flagged"), Ids{2});
  EXPECT_EQ(ids("is:unfiled"), Ids{4});
  EXPECT_EQ(ids("is:unanswered"), Ids{1});
  EXPECT_EQ(ids("is:answered"), Ids{2});
  EXPECT_EQ(ids("is:quarantined"), Ids{});
  EXPECT_EQ(ids("is:inbound"), (Ids{4, 2, 1}));
  EXPECT_EQ(ids("is:outbound"), Ids{3});
  EXPECT_EQ(ids("has:attachment"), (Ids{3, 1}));
  EXPECT_EQ(ids("has:quote"), Ids{3});
  EXPECT_EQ(ids("has:customer"), (Ids{3, 2, 1}));
  EXPECT_EQ(ids("kind:negotiation"), Ids{3});
  EXPECT_EQ(ids("lang:zh"), Ids{2});
  EXPECT_EQ(ids("size:>1M"), Ids{3});
}

TEST_F(Search, FindsByPlace) {
  EXPECT_EQ(ids("account:anna"), (Ids{4, 2, 1}));
  EXPECT_EQ(ids("folder:inbox"), (Ids{2, 1}));
  EXPECT_EQ(ids("folder:sent"), Ids{3});
  EXPECT_EQ(ids("folder:已发送"), Ids{3});
  EXPECT_EQ(ids("folder:nord"), Ids{4});
  EXPECT_EQ(ids("thread:1"), (Ids{3, 1}));
  EXPECT_EQ(ids("id:2"), Ids{2});
  EXPECT_EQ(ids("id:<m3@x.example>"), Ids{3});
}

TEST_F(Search, FindsByDate) {
  EXPECT_EQ(ids("date:2026-11"), (Ids{4, 3, 2, 1}));
  EXPECT_EQ(ids("after:2026-11-04"), (Ids{4, 3}));
  EXPECT_EQ(ids("valve before:2026-11-04"), Ids{1});
  EXPECT_EQ(ids("valve date:2026-11-04..2026-11-05"), Ids{3});
  EXPECT_EQ(ids("valve -date:2026-11-04"), Ids{1});
  EXPECT_EQ(ids("after:2026-11-04 after:2026-11-05"), Ids{4});
}

TEST_F(Search, ARemovedLinkOrAGoneCopyCountsNoMore) {
  EXPECT_EQ(ids("customer:nordhaus after:2026-11-05"), Ids{});
  run("UPDATE delivery SET gone_at = 5 WHERE message_id = 1");
  EXPECT_EQ(ids("folder:inbox"), Ids{2});
  EXPECT_EQ(ids("is:unread"), Ids{4});
  EXPECT_EQ(ids("account:anna"), (Ids{4, 2, 1}));
}

TEST_F(Search, GroupsByThread) { EXPECT_EQ(ids("quotation or 报价 or pump", Sort::newest, true), (Ids{4, 3, 2})); }

TEST_F(Search, RanksTheSubjectBeforeTheBody) {
  EXPECT_EQ(ids("valve", Sort::relevance), (Ids{1, 3}));
  EXPECT_EQ(ids("is:inbound", Sort::relevance), (Ids{4, 2, 1}));
}

TEST_F(Search, GivesPages) {
  SearchRequest request;
  request.query = "date:2026";
  request.limit = 3;
  SearchPage first = page(request);
  EXPECT_EQ(first.hits.size(), 3U);
  EXPECT_TRUE(first.more);
  request.offset = 3;
  SearchPage second = page(request);
  ASSERT_EQ(second.hits.size(), 1U);
  EXPECT_EQ(second.hits[0].message.id, 1);
  EXPECT_FALSE(second.more);
  EXPECT_EQ(searcher().search_all(Actor::system("test", "test"), request).value(), (Ids{4, 3, 2, 1}));
}

std::string marked(const MarkedText& text) {
  std::string shown = text.text;
  for (auto mark = text.marks.rbegin(); mark != text.marks.rend(); ++mark) {
    shown.insert(mark->end, "]");
    shown.insert(mark->begin, "[");
  }
  return shown;
}

TEST_F(Search, ShowsWhereTheHitsAre) {
  SearchRequest request;
  request.query = "报价 GZ-3X3A";
  const SearchPage found = page(request);
  ASSERT_EQ(found.hits.size(), 1U);
  EXPECT_EQ(marked(found.hits[0].subject), "[报价]单");
  EXPECT_EQ(marked(*found.hits[0].snippet), "请[报价]：阀门 [GZ3X3A]，谢谢。价格要好。");
  EXPECT_FALSE(found.hits[0].unread);
  EXPECT_TRUE(found.hits[0].flagged);
  ASSERT_EQ(found.hits[0].links.size(), 2U);
  EXPECT_EQ(found.hits[0].links[1].second, "上海阀门公司");
}

TEST_F(Search, ShowsAHitBeyondThePreviewFromTheKeptText) {
  SearchRequest request;
  request.query = "brass";
  EXPECT_EQ(marked(*page(request).hits.at(0).snippet), "Dear Anna, please quote 200 [brass] valves.");
  EXPECT_EQ(page(request).hits[0].snippet->source, Snippet::Source::preview);
  request.query = "flange";
  const SearchPage found = page(request);
  EXPECT_EQ(marked(*found.hits.at(0).snippet), "[flange] DN50 steel");
  EXPECT_EQ(found.hits[0].snippet->source, Snippet::Source::attachment_text);
}

TEST_F(Search, TakesQuotesAndSqlInValuesAsText) {
  for (const char* query :
       {"customer:\"x' OR 1=1 --\"", "\"'; DROP TABLE message; --\"", "folder:\"'\"", "account:\"%\"",
        "subject:\"a) OR (b\"", "NEAR(a b)", "id:\"x@' OR '1'='1\"", "body:\"{body}: x\""})
    EXPECT_EQ(ids(query), Ids{}) << query;
}

TEST_F(Search, RefusesAQueryItCannotRead) {
  SearchRequest request;
  request.query = "valve (";
  const auto found = searcher().search(Actor::system("test", "test"), request);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::invalid);
}

// Whatever can be asked can be planned: every field alone, negated, with text, and in an alternative.
TEST_F(Search, EveryFieldWorksInEveryPlace) {
  for (const char* part : {"from:a",
                           "to:a",
                           "cc:a",
                           "subject:a",
                           "body:a",
                           "attachment:a",
                           "filetype:pdf",
                           "customer:nordhaus",
                           "contact:hans",
                           "supplier:1",
                           "quote:q20260012",
                           "order:4500187734",
                           "case:x",
                           "lead:1",
                           "lead:new",
                           "kind:order",
                           "lang:de",
                           "account:ben",
                           "folder:inbox",
                           "thread:1",
                           "id:1",
                           "id:a@b",
                           "has:lead",
                           "has:attachment",
                           "is:unread",
                           "is:flagged",
                           "is:unfiled",
                           "is:unanswered",
                           "is:quarantined",
                           "is:stub",
                           "is:automatic",
                           "is:duplicate",
                           "date:today",
                           "size:>1"}) {
    const std::string one(part);
    const Ids all = ids("date:1990..2100");
    const Ids with = ids(one);
    const Ids without = ids("-" + one);
    EXPECT_EQ(with.size() + without.size(), all.size()) << one;
    EXPECT_EQ(ids("(" + one + " or zzz)"), with) << one;
    EXPECT_EQ(ids("not (not " + one + ")"), with) << one;
    EXPECT_EQ(ids("valve " + one).size() + ids("valve -" + one).size(), 2U) << one;
    EXPECT_EQ(ids("valve (is:outbound or " + one + ")", Sort::relevance).size(),
              ids("valve (" + one + " or is:outbound)").size())
        << one;
    EXPECT_EQ(ids(one + " date:2026").size(), with.size()) << one;
  }
}

}  // namespace
}  // namespace tradewind::crm::search
