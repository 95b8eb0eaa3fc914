// A user's day, with the real program: from an empty directory to a restored backup.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/cli/crm_process.hpp"
#include "tests/cli/smtp_sink.hpp"

namespace tradewind::testing {
namespace {

using nlohmann::json;

const std::filesystem::path files =
    std::filesystem::path(TRADEWIND_TEST_DATA).parent_path() / "cli" / "golden" / "files";

class Flow : public ::testing::Test {
 protected:
  Flow() {
    std::filesystem::copy(files, sandbox_.work(), std::filesystem::copy_options::recursive);
    must("crm init --firm 'Seaforth Tools' --domain seaforth.example --country CN");
    must("crm import records records.json");
    must("crm import eml --account li --user li mail");
  }

  Ran must(const std::string& command) const {
    Ran ran = sandbox_.run(command);
    EXPECT_EQ(ran.code, 0) << command << "\n" << ran.out << ran.err;
    return ran;
  }
  json items(const std::string& command) const {
    const Ran ran = sandbox_.run(command);
    const json answer = json::parse(ran.out, nullptr, false);
    EXPECT_TRUE(answer.is_object() && answer["schema"] == 1 && answer["items"].is_array()) << command << "\n"
                                                                                           << ran.out << ran.err;
    return answer.is_object() ? answer["items"] : json::array();
  }
  std::string id_of(const std::string& query) const {
    const json found = items("crm search '" + query + "' --json");
    EXPECT_EQ(found.size(), 1U) << query;
    return found.empty() ? "0" : std::to_string(found[0]["id"].get<int>());
  }

  CrmSandbox sandbox_;
};

TEST_F(Flow, MailIsFoundInEveryLanguageWithTheHitMarked) {
  const json latin = items("crm search pruners --json");
  ASSERT_EQ(latin.size(), 1U);
  EXPECT_EQ(latin[0]["from_address"], "maria.silva@casaverde.example");
  EXPECT_NE(latin[0]["snippet"].get<std::string>().find("[pruners]"), std::string::npos) << latin[0]["snippet"];
  EXPECT_EQ(items("crm search 报价 --json").size(), 1U);
  EXPECT_EQ(items("crm search 剪 --json").size(), 1U) << "one character";
  EXPECT_EQ(items("crm search muller --json").size(), 1U) << "accents aside";
  EXPECT_EQ(items("crm search aluminium --json").size(), 1U) << "inside an attachment";
  EXPECT_EQ(items("crm mail list --json").size(), 5U);
  EXPECT_EQ(items("crm search from:maria 'bypass pruners' --json").size(), 1U) << "the shell's quotes are given back";
  EXPECT_NE(must("crm search pruners").out.find("[pruners]"), std::string::npos);
}

TEST_F(Flow, AQueryThatCannotBeReadSaysWhere) {
  const Ran ran = sandbox_.run("crm search 'a and (b'");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("column"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.out, "");
}

TEST_F(Flow, AStrangersInquiryIsALeadWithAReason) {
  const json leads = items("crm lead list --json");
  ASSERT_GE(leads.size(), 1U);
  const auto silva = std::find_if(leads.begin(), leads.end(),
                                  [](const json& lead) { return lead["email"] == "maria.silva@casaverde.example"; });
  ASSERT_NE(silva, leads.end()) << leads.dump(2);
  EXPECT_EQ((*silva)["status"], "new");
  const std::string message = std::to_string((*silva)["message"].get<int>());
  const json why = items("crm mail why " + message + " --json");
  ASSERT_EQ(why.size(), 1U);
  std::set<std::string> decided;
  for (const json& decision : why[0]["decisions"]) {
    decided.insert(decision["what"]);
    EXPECT_FALSE(decision["rule"].get<std::string>().empty()) << decision;
    if (decision["what"] == "kind" || decision["what"] == "lead") {
      EXPECT_FALSE(decision["evidence"].get<std::string>().empty()) << decision;
    }
  }
  EXPECT_TRUE(decided.contains("kind") && decided.contains("lead")) << why.dump(2);
  EXPECT_NE(must("crm mail why " + message).out.find("kind"), std::string::npos);
}

TEST_F(Flow, ALeadGoesItsWayAndBack) {
  const std::string lead = std::to_string(items("crm lead list --json")[0]["id"].get<int>());
  EXPECT_EQ(items("crm lead assign " + lead + " li --json")[0]["owner"], "li");
  EXPECT_EQ(sandbox_.run("crm lead convert " + lead).code, 3) << "not qualified yet";
  EXPECT_EQ(items("crm lead qualify " + lead + " --why 'met at the fair' --json")[0]["status"], "qualified");
  const json converted = items("crm lead convert " + lead + " --json");
  EXPECT_EQ(converted[0]["status"], "converted");
  EXPECT_EQ(items("crm opportunity list --json").size(), 1U);
  must("crm customer show " + std::to_string(converted[0]["customer"].get<int>()));
  EXPECT_EQ(items("crm lead undo " + lead + " --json")[0]["status"], "qualified");
  EXPECT_EQ(items("crm opportunity list --json").size(), 0U);
  EXPECT_GE(items("crm lead history " + lead + " --json").size(), 5U);
  EXPECT_EQ(sandbox_.run("crm lead show 999").code, 1);
}

TEST_F(Flow, APersonsFilingStands) {
  const std::string id = id_of("subject:garden from:tooltrade");
  must("crm mail kind " + id + " personal");
  must("crm mail file " + id + " customer:Ferretería\\ Andina\\ S.A.");
  const json why = items("crm mail why " + id + " --json")[0];
  EXPECT_EQ(why["kind"], "personal");
  EXPECT_TRUE(why["kind_pinned"]);
  ASSERT_EQ(why["links"].size(), 1U);
  EXPECT_TRUE(why["links"][0]["pinned"]);
  must("crm mail unfile " + id + " customer:2");
  EXPECT_TRUE(items("crm mail why " + id + " --json")[0]["links"][0]["removed"]);
  EXPECT_EQ(sandbox_.run("crm mail file " + id + " customer:77").code, 1);
  EXPECT_EQ(sandbox_.run("crm mail kind " + id + " newsleter").err,
            "crm: there is no kind \"newsleter\"\nhint: did you mean \"newsletter\"?\n");
}

TEST_F(Flow, MailIsShownAndItsAttachmentSaved) {
  const std::string id = id_of("subject:SFQ26-0012");
  const std::string shown = must("crm mail show " + id).out;
  EXPECT_NE(shown.find("Could you do 3.95"), std::string::npos) << shown;
  EXPECT_NE(shown.find("drawing notes.txt"), std::string::npos);
  const json mail = items("crm mail show " + id + " --json")[0];
  EXPECT_NE(mail["quoted"].get<std::string>().find("please find our quotation"), std::string::npos);
  EXPECT_EQ(mail["deliveries"][0]["account"], "li");
  EXPECT_EQ(items("crm mail attachment " + id + " --json")[0]["file_name"], "drawing notes.txt");
  must("crm mail attachment " + id + " 1 --output notes.txt");
  EXPECT_EQ(content_of(sandbox_.work() / "notes.txt"), "Handle: aluminium, 210 mm\nBlade: SK5\n");
  EXPECT_EQ(sandbox_.run("crm mail attachment " + id + " 1 --output notes.txt").code, 3) << "nothing is overwritten";
  EXPECT_EQ(must("crm mail raw " + id).out, content_of(sandbox_.work() / "mail" / "2-quote-reply.eml"))
      << "byte for byte";
}

TEST_F(Flow, HostileMailReachesNeitherTerminalNorFileSystem) {
  const std::string id = id_of("from:attacker");
  for (const std::string command : {"crm search from:attacker", "crm search from:attacker --json",
                                    "crm search from:attacker --csv", "crm mail list", "crm mail list --threads"}) {
    const std::string out = must(command).out;
    EXPECT_EQ(out.find('\x1b'), std::string::npos) << command << out;
    EXPECT_EQ(out.find("\u202E"), command.ends_with("--json") ? out.find("\u202E") : std::string::npos) << command;
  }
  for (const std::string verb : {"show", "why", "thread", "show --headers", "attachment"}) {
    const std::string out = must("crm mail " + verb.substr(0, verb.find(' ')) + " " + id +
                                 (verb.find(' ') == std::string::npos ? "" : verb.substr(verb.find(' '))))
                                .out;
    EXPECT_EQ(out.find('\x1b'), std::string::npos) << verb << out;
    EXPECT_EQ(out.find("\xC2\x9B"), std::string::npos) << verb;
  }
  must("crm mail attachment " + id + " --all --output saved");
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sandbox_.work() / "saved"))
    names.push_back(entry.path().filename());
  EXPECT_EQ(names, std::vector<std::string>{"authorized_keys"});
}

TEST_F(Flow, MailIsExportedAndComesBackTheSame) {
  must("crm search pruners --export mbox --output all.mbox");
  must("crm mail list --export eml-zip --output all.zip");
  EXPECT_NE(content_of(sandbox_.work() / "all.mbox").find("From maria.silva@casaverde.example Mon Nov "),
            std::string::npos);
  EXPECT_EQ(must("python3 -m zipfile -t all.zip && python3 -m zipfile -l all.zip | grep -c eml").out,
            "Done testing\n5\n");
  EXPECT_EQ(sandbox_.run("crm search pruners --export mbox --output all.mbox").code, 3);
  EXPECT_EQ(items("crm import mbox all.mbox --account again --json")[0]["new"], 0) << "it is known by its content";
}

TEST_F(Flow, ImportingAgainAddsNothing) {
  const json again = items("crm import eml --account li mail --json")[0];
  EXPECT_EQ(again["new"], 0);
  EXPECT_EQ(again["known"], 5);
}

TEST_F(Flow, TheNightReportsByMailAndChangesNothingTheSecondTime) {
  const std::string lead = std::to_string(items("crm lead list --json")[0]["id"].get<int>());
  must("crm lead qualify " + lead);
  SmtpSink sink;
  write_file(
      sandbox_.configuration(),
      "[nightly]\nreport_to = [\"boss@seaforth.example\"]\nreport_from = \"crm@seaforth.example\"\nsmtp_url = \"" +
          sink.url() + "\"\n");
  const json dry = items("crm nightly --dry-run --json")[0];
  EXPECT_TRUE(dry["dry_run"]);
  EXPECT_EQ(items("crm lead show " + lead + " --json")[0]["status"], "qualified") << "a dry run changes nothing";
  must("crm nightly");
  EXPECT_EQ(items("crm lead show " + lead + " --json")[0]["status"], "converted");
  EXPECT_EQ(items("crm nightly --no-mail --json")[0]["acts"], json::array()) << "nothing is left to do";
  sink.stop();
  ASSERT_EQ(sink.messages().size(), 1U) << "not for the dry run, not with --no-mail";
  EXPECT_NE(sink.messages()[0].find("To: boss@seaforth.example"), std::string::npos);
}

TEST_F(Flow, TheStoreIsSoundAndABackupBringsItBack) {
  must("crm verify");
  EXPECT_TRUE(items("crm verify --json")[0]["clean"]);
  must("crm backup copy");
  EXPECT_EQ(sandbox_.run("crm backup copy").code, 3);
  must("crm --data restored restore copy");
  must("crm --data restored verify");
  must("crm --data restored index rebuild");
  EXPECT_EQ(items("crm --data restored search 报价 --json").size(), 1U);
  EXPECT_EQ(items("crm --data restored lead list --json").size(), items("crm lead list --json").size());
  EXPECT_EQ(sandbox_.run("crm --data restored restore copy").code, 3) << "an existing store is never overwritten";
}

TEST_F(Flow, StatusAccountsForAllMail) {
  const json status = items("crm status --json")[0];
  for (const json& account : status["accounts"]) {
    EXPECT_EQ(account["server"].get<int>(), account["filed"].get<int>() + account["skipped"].get<int>() +
                                                account["quarantined"].get<int>() + account["missing"].get<int>());
  }
  EXPECT_EQ(status["messages"], 5);
  const Ran shown = sandbox_.run("crm status");
  EXPECT_EQ(shown.code, status["ok"] ? 0 : 1);
  EXPECT_NE(shown.out.find("Accounting   5 on the server = 5 filed + 0 skipped + 0 quarantined"), std::string::npos)
      << shown.out;
}

TEST_F(Flow, ArchiveTakesOneMailAndAsksForAnotherTryWhenItCannot) {
  must("crm archive --account li < mail/1-inquiry.eml");
  EXPECT_EQ(items("crm mail list --json").size(), 5U) << "a further copy, no new message";
  must(
      "printf 'From: a@b.example\\r\\nTo: li@seaforth.example\\r\\nSubject: piped\\r\\n\\r\\nhello\\r\\n' | crm "
      "archive");
  EXPECT_EQ(items("crm search subject:piped --json").size(), 1U);
  EXPECT_EQ(sandbox_.run("crm --data nowhere archive < mail/1-inquiry.eml").code, 75);
  EXPECT_EQ(sandbox_.run("crm archive --acount li < mail/1-inquiry.eml").code, 75);
}

TEST_F(Flow, AReaderThatGoesAwayIsNoFailure) {
  EXPECT_EQ(sandbox_.run("crm mail list --json | head -1").err, "");
  EXPECT_EQ(sandbox_.run("{ crm man; echo $? >code; } | true; cat code").out, "0\n");
  EXPECT_EQ(sandbox_.run("crm man >/dev/full").code, 8);
}

TEST_F(Flow, EveryListAndShowAnswersWithValidJsonAndCsv) {
  for (const char* command :
       {"status",         "account list",   "search x",          "mail list",        "mail show 1",
        "mail thread 1",  "mail why 1",     "mail attachment 1", "lead list",        "lead list --status all",
        "lead show 1",    "lead history 1", "customer list",     "customer show 1",  "contact list",
        "contact show 1", "supplier list",  "supplier show 1",   "opportunity list", "user list",
        "index status",   "verify",         "nightly --dry-run", "version"}) {
    items(std::string("crm ") + command + " --json");
    EXPECT_NE(sandbox_.run(std::string("crm ") + command + " --csv").code, 70) << command;
  }
}

TEST(Startup, OfASearchLoadsNeitherPdfNorPhoneNumbersNorNetwork) {
  const CrmSandbox sandbox;
  const std::string libraries = sandbox.run("ldd \"$(command -v crm)\"").out;
  for (const char* heavy : {"poppler", "phonenumber", "libcurl", "libarchive", "cld2", "protobuf"})
    EXPECT_EQ(libraries.find(heavy), std::string::npos) << heavy;
}

TEST_F(Flow, TheFirmsOwnPlatformTemplatesAreRead) {
  write_file(sandbox_.work() / "templates" / "tradedock.txt",
             "platform: tradedock\nsenders: tradedock.example\ninquiry: new request\n"
             "label.company: purchasing organisation\nlabel.email: reach them at\nlabel.message: their words\n");
  write_file(
      sandbox_.work() / "notice.eml",
      "From: TradeDock <noreply@tradedock.example>\r\nTo: li@seaforth.example\r\nSubject: New request for you\r\n"
      "Message-ID: <n1@tradedock.example>\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\n\r\n"
      "Purchasing organisation: Harbour Tools Ltd\r\nReach them at: joan@harbourtools.example\r\n"
      "Their words: please quote 500 garden shears, CIF Hull.\r\n");
  write_file(sandbox_.configuration(),
             "[archiver]\nplatform_directory = \"" + (sandbox_.work() / "templates").string() + "\"\n");
  must("crm import eml --account li notice.eml");
  const json leads = items("crm lead list --json");
  const auto found =
      std::find_if(leads.begin(), leads.end(), [](const json& lead) { return lead["platform"] == "tradedock"; });
  ASSERT_NE(found, leads.end()) << leads.dump(2);
  EXPECT_EQ((*found)["company"], "Harbour Tools Ltd");
  EXPECT_EQ((*found)["email"], "joan@harbourtools.example");
}

TEST_F(Flow, APersonSaysWhatIsALeadAndWhatIsNone) {
  const std::string inquiry = id_of("pruners"), newsletter = id_of("from:tooltrade");
  const json lead = items("crm lead list --json");
  const auto silva = std::find_if(lead.begin(), lead.end(),
                                  [](const json& each) { return each["email"] == "maria.silva@casaverde.example"; });
  ASSERT_NE(silva, lead.end());
  const std::string id = std::to_string((*silva)["id"].get<int>());
  must("crm mail not-lead " + inquiry + " --kind solicitation");
  EXPECT_EQ(items("crm lead list --json").size(), lead.size() - 1);
  EXPECT_EQ(items("crm mail why " + inquiry + " --json")[0]["kind"], "solicitation");
  EXPECT_EQ(sandbox_.run("crm mail not-lead " + inquiry).code, 3) << "it belongs to no lead any more";
  EXPECT_EQ(sandbox_.run("crm nightly --no-mail").code, 0);
  EXPECT_EQ(items("crm lead list --json").size(), lead.size() - 1) << "no run overrides it";
  EXPECT_EQ(items("crm mail lead " + inquiry + " --json")[0]["id"], (*silva)["id"]) << "the same lead comes back";
  EXPECT_EQ(items("crm lead show " + id + " --json")[0]["email"], "maria.silva@casaverde.example");
  EXPECT_EQ(sandbox_.run("crm mail lead " + inquiry).code, 3);

  const json made = items("crm mail lead " + newsletter + " --json");
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0]["message"], std::stoi(newsletter));
  EXPECT_EQ(items("crm mail why " + newsletter + " --json")[0]["kind"], "inquiry");
  must("crm mail not-lead " + newsletter + " --kind newsletter");
  EXPECT_EQ(items("crm lead list --json").size(), lead.size());
  EXPECT_EQ(sandbox_.run("crm mail lead 999").code, 1);
  EXPECT_EQ(sandbox_.run("crm mail not-lead " + inquiry + " --kind inquirry").code, 2);
  must("crm verify");
}

TEST_F(Flow, DoubtfulMailIsLookedOverWithSingleKeys) {
  must(
      "printf 'From: Jo <jo@north.example>\\r\\nTo: sales@ours.example\\r\\nSubject: Hello\\r\\n\\r\\nHello, please "
      "call me back. Jo\\r\\n' "
      "| crm archive");
  const json queue = items("crm review --json");
  ASSERT_GE(queue.size(), 1U) << "it reads like nothing in particular";
  EXPECT_LT(queue[0]["confidence"], 0.6);
  const std::string first = std::to_string(queue[0]["id"].get<int>());
  const std::string was = queue[0]["kind"];
  // script(1) gives it a terminal; x is no answer, 1 the likeliest other kind.
  const Ran ran = sandbox_.run("printf 'x1q' > keys; script -qec 'crm review' /dev/null < keys");
  EXPECT_NE(ran.out.find("1 of "), std::string::npos) << ran.out << ran.err;
  const json why = items("crm mail why " + first + " --json")[0];
  EXPECT_TRUE(why["kind_pinned"]);
  EXPECT_NE(why["kind"], was);
  EXPECT_EQ(items("crm review --json").size(), queue.size() - 1);
  EXPECT_EQ(sandbox_.run("crm review").code, 0) << "no terminal: the queue is listed";
}

TEST_F(Flow, ARepFindsNobodyElsesMail) {
  must("crm user add ana 'Ana Li'");
  must("crm user add bo 'Bo Chen' --role assistant");
  const std::string mueller = id_of("customer:müller");
  EXPECT_EQ(items("crm --as li search drawing --json").size(), 1U) << "her customer, her mailbox";
  EXPECT_EQ(items("crm --as ana search drawing --json").size(), 0U);
  EXPECT_EQ(items("crm --as ana mail list --json").size(), 2U) << "the two inquiries nobody owns yet";
  EXPECT_EQ(sandbox_.run("crm --as ana mail show " + mueller).code, 4);
  EXPECT_EQ(sandbox_.run("crm --as ana mail raw " + mueller).code, 4);
  EXPECT_EQ(sandbox_.run("crm --as ana mail attachment " + mueller).code, 4);
  EXPECT_EQ(sandbox_.run("crm --as ana mail why " + mueller).code, 4);
  EXPECT_EQ(sandbox_.run("crm --as ana customer show 1").code, 4);
  must("crm customer share 1 ana");
  EXPECT_EQ(items("crm --as ana search drawing --json").size(), 1U);
  must("crm team add East");
  must("crm user edit li --team East");
  EXPECT_EQ(items("crm --as bo search drawing --json").size(), 0U);
  must("crm user edit bo --team East");
  EXPECT_EQ(items("crm --as bo search drawing --json").size(), 1U) << "an assistant sees the team's";
  must("crm visibility set assistant mail own");
  must("crm visibility set assistant customer own");
  EXPECT_EQ(items("crm --as bo search drawing --json").size(), 0U);
}

TEST_F(Flow, OnlyAnAdministratorActsForOthers) {
  must("crm user add \"$(id -un)\" Somebody --role manager");
  EXPECT_EQ(sandbox_.run("crm --as li lead list").code, 4);
  must("crm --as \"$(id -un)\" lead list");
  must("crm user edit \"$(id -un)\" --role administrator");
  must("crm --as li lead list");
}

}  // namespace
}  // namespace tradewind::testing
