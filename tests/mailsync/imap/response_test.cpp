// Reader and parser: every form of response, whole and byte by byte.
#include <gtest/gtest.h>

#include <string>

#include "mailsync/imap/response_parser.hpp"
#include "mailsync/imap/response_reader.hpp"
#include "tests/mailsync/imap/session_runner.hpp"

namespace tradewind::mailsync::imap {
namespace {

using namespace std::string_literals;

// Everything in a stream, as one line of text a response; an error ends it. So two ways of feeding can be compared.
std::string shown(const Flags& flags) {
  std::string text = std::to_string(flags.bits);
  for (const std::string& keyword : flags.keywords) text += "/" + keyword;
  return text;
}

struct Show {
  std::string operator()(const StatusResponse& status) const {
    const char* const words[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
    return "status " + status.tag + " " + words[static_cast<int>(status.condition)] +
           (status.code ? " [" + status.code->name + "|" + status.code->arguments + "]" : "") + " " + status.text;
  }
  std::string operator()(const ContinuationResponse&) const { return "continue"; }
  std::string operator()(const CapabilityResponse& each) const { return "capability" + words(each.capabilities); }
  std::string operator()(const EnabledResponse& each) const { return "enabled" + words(each.capabilities); }
  std::string operator()(const ListResponse& list) const {
    return "list" + words(list.attributes) + " " + (list.delimiter ? std::string(1, list.delimiter) : "none") + " " +
           list.wire_name;
  }
  std::string operator()(const NamespaceResponse& each) const { return "namespace" + words(each.foreign_prefixes); }
  std::string operator()(const FolderStatusResponse& each) const {
    return "folder " + each.wire_name + " " + std::to_string(each.status.messages) + " " +
           std::to_string(each.status.uid_next) + " " + std::to_string(each.status.uid_validity) + " " +
           std::to_string(each.status.highest_modseq);
  }
  std::string operator()(const SearchResponse& each) const { return "search " + each.numbers.to_imap(); }
  std::string operator()(const ExtendedSearchResponse& each) const {
    return "esearch " + each.tag + (each.uid ? " uid " : " ") + each.all.to_imap();
  }
  std::string operator()(const VanishedResponse& each) const {
    return (each.earlier ? "vanished earlier " : "vanished ") + each.uids.to_imap();
  }
  std::string operator()(const ExistsResponse& each) const { return "exists " + std::to_string(each.count); }
  std::string operator()(const ExpungeResponse& each) const { return "expunge " + std::to_string(each.sequence); }
  std::string operator()(const FetchResponse& fetch) const {
    std::string text = "fetch " + std::to_string(fetch.sequence) + " uid " + std::to_string(fetch.uid);
    if (fetch.flags) text += " flags " + shown(*fetch.flags);
    if (fetch.internal_date) text += " date " + std::to_string(*fetch.internal_date);
    if (fetch.size) text += " size " + std::to_string(*fetch.size);
    if (fetch.modseq) text += " modseq " + std::to_string(fetch.modseq);
    if (fetch.body) text += " body <" + std::string(fetch.body->view()) + ">";
    if (fetch.header) text += " header <" + std::string(fetch.header->view()) + ">";
    return text;
  }
  std::string operator()(const OtherResponse& each) const { return "other " + each.name; }

  static std::string words(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& each : list) text += " " + each;
    return text;
  }
};

ReaderLimits small_limits() {
  ReaderLimits limits;
  limits.line = 4'000;
  limits.set_line = 40'000;
  limits.name_literal = 100;
  limits.fetch_literal = 1'000;
  limits.literals = 8;
  limits.memory_threshold = 500;
  return limits;
}

std::string transcript(std::string_view stream, std::size_t chunk) {
  ResponseReader reader(small_limits());
  std::string text;
  while (!stream.empty()) {
    std::string_view input = stream.substr(0, chunk);
    stream.remove_prefix(input.size());
    while (true) {
      auto frame = reader.read(input);
      if (!frame) return text + "error: " + frame.error().message + "\n";
      if (!*frame) break;
      const auto response = parse_response(**frame);
      if (!response) return text + "error: " + response.error().message + "\n";
      text += std::visit(Show{}, *response) + "\n";
    }
  }
  return text;
}

// Whole, and in every small chunk size, the answer must be the same.
std::string parsed(std::string_view stream) {
  const std::string whole = transcript(stream, stream.size() + 1);
  for (const std::size_t chunk : {1U, 2U, 3U, 7U, 64U})
    EXPECT_EQ(transcript(stream, chunk), whole) << "in chunks of " << chunk;
  return whole;
}

TEST(Response, ReadsStatusResponsesAndCodes) {
  EXPECT_EQ(parsed("* OK [UIDVALIDITY 3857529045] UIDs valid\r\n"), "status  OK [UIDVALIDITY|3857529045] UIDs valid\n");
  EXPECT_EQ(parsed("* OK [UIDNEXT 4392]\r\n"), "status  OK [UIDNEXT|4392] \n");
  EXPECT_EQ(parsed("* OK [NOMODSEQ] Sorry\r\n"), "status  OK [NOMODSEQ|] Sorry\n");
  EXPECT_EQ(parsed("* OK [PERMANENTFLAGS (\\Deleted \\*)] x\r\n"), "status  OK [PERMANENTFLAGS|(\\Deleted \\*)] x\n");
  EXPECT_EQ(parsed("* ok [BADCHARSET (\"a]b\" c)] x\r\n"), "status  OK [BADCHARSET|(\"a]b\" c)] x\n");
  EXPECT_EQ(parsed("T1 OK [COPYUID 1 2:3 4:5] done\r\n"), "status T1 OK [COPYUID|1 2:3 4:5] done\n");
  EXPECT_EQ(parsed("T2 NO [authenticationfailed] no\r\n"), "status T2 NO [AUTHENTICATIONFAILED|] no\n");
  EXPECT_EQ(parsed("T3 BAD\r\n"), "status T3 BAD \n");
  EXPECT_EQ(parsed("* BYE [UNAVAILABLE] later\r\n"), "status  BYE [UNAVAILABLE|] later\n");
  EXPECT_EQ(parsed("* PREAUTH hello\r\n"), "status  PREAUTH hello\n");
  EXPECT_EQ(parsed("* OK [no end of code\r\n"), "status  OK [no end of code\n");
  EXPECT_EQ(parsed("* OK text that ends like a literal {12}\r\n* 3 EXISTS\r\n"),
            "status  OK text that ends like a literal {12}\nexists 3\n");
  EXPECT_EQ(parsed("+ idling\r\n+\r\n+ \r\n"), "continue\ncontinue\ncontinue\n");
}

TEST(Response, ReadsCapabilitiesAndCounts) {
  EXPECT_EQ(parsed("* CAPABILITY IMAP4rev1 idle AUTH=PLAIN \r\n"), "capability IMAP4REV1 IDLE AUTH=PLAIN\n");
  EXPECT_EQ(parsed("* ENABLED QRESYNC\r\n* ENABLED\r\n"), "enabled QRESYNC\nenabled\n");
  EXPECT_EQ(parsed("* 23 EXISTS\r\n* 44 expunge \r\n* 1 RECENT\r\n"), "exists 23\nexpunge 44\nother RECENT\n");
  EXPECT_EQ(parsed("*  23  EXISTS\n"), "exists 23\n");
}

TEST(Response, ReadsFolders) {
  EXPECT_EQ(parsed("* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"\r\n"),
            "list \\HasNoChildren \\Sent / Sent Items\n");
  EXPECT_EQ(parsed("* LIST () NIL INBOX\r\n"), "list none INBOX\n");
  EXPECT_EQ(parsed("* LIST () \"\\\\\" \"a\\\\b \\\"c\\\"\"\r\n"), "list \\ a\\b \"c\"\n");
  EXPECT_EQ(parsed("* LIST () \"/\" {5}\r\na \"b)\r\n"), "list / a \"b)\n");
  EXPECT_EQ(parsed("* LIST (\\NonExistent) \"/\" x (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n"),
            "list \\NonExistent / x (\"CHILDINFO\" (\"SUBSCRIBED\"))\n");
  EXPECT_EQ(parsed("* LIST (\\NonExistent) \"/\" \"x\" (\"OLDNAME\" (\"y\"))\r\n"), "list \\NonExistent / x\n");
  EXPECT_EQ(parsed("* XLIST (\\Inbox) \"/\" INBOX\r\n"), "list \\Inbox / INBOX\n");
  EXPECT_EQ(parsed("* LIST () \"/\" Name without quotes\r\n"), "list / Name without quotes\n");
  EXPECT_EQ(parsed("* STATUS \"a b\" (MESSAGES 231 UIDNEXT 44292 UIDVALIDITY 7 HIGHESTMODSEQ 7011231777 X (1 2))\r\n"),
            "folder a b 231 44292 7 7011231777\n");
  EXPECT_EQ(parsed("* NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\" \"X\" (\"a\"))(\"b.\" NIL)) NIL\r\n"), "namespace ~ b.\n");
  EXPECT_EQ(parsed("* NAMESPACE NIL NIL ((\"#shared/\" \"/\"))\r\n"), "namespace #shared/\n");
}

TEST(Response, ReadsSearchesAndVanished) {
  EXPECT_EQ(parsed("* SEARCH 2 84 85 882\r\n* SEARCH\r\n* SEARCH \r\n"), "search 2,84:85,882\nsearch \nsearch \n");
  EXPECT_EQ(parsed("* SEARCH 2 5 (MODSEQ 917162500)\r\n"), "search 2,5\n");
  EXPECT_EQ(parsed("* ESEARCH (TAG \"T4\") UID MIN 2 COUNT 5 ALL 4:19,21,28 MODSEQ 9\r\n"),
            "esearch T4 uid 4:19,21,28\n");
  EXPECT_EQ(parsed("* ESEARCH (TAG T4) UID\r\n"), "esearch T4 uid \n");
  EXPECT_EQ(parsed("* VANISHED (EARLIER) 300:310,405\r\n* VANISHED 5\r\n"),
            "vanished earlier 300:310,405\nvanished 5\n");
}

TEST(Response, ReadsFetch) {
  EXPECT_EQ(parsed("* 12 FETCH (UID 9 FLAGS (\\Seen $Forwarded Work) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" "
                   "RFC822.SIZE 44 MODSEQ (65402) BODY[] {9}\r\nabc\r\n def)\r\n"),
            "fetch 12 uid 9 flags 33/Work date 837596665 size 44 modseq 65402 body <abc\r\n def>\n");
  EXPECT_EQ(parsed("* 1 FETCH (BODY[HEADER] {2}\r\n\r\n UID 3)\r\n"), "fetch 1 uid 3 header <\r\n>\n");
  EXPECT_EQ(parsed("* 1 FETCH (UID 3 BODY[] \"short \\\"one\\\"\")\r\n"), "fetch 1 uid 3 body <short \"one\">\n");
  EXPECT_EQ(parsed("* 1 FETCH (UID 3 BODY[] NIL)\r\n"), "fetch 1 uid 3\n");
  EXPECT_EQ(parsed("* 1 FETCH (UID 3 BODY[] {0}\r\n)\r\n"), "fetch 1 uid 3 body <>\n");
  EXPECT_EQ(parsed("* 1 FETCH (UID 3 BINARY[] ~{4}\r\na\0{b)\r\n"s), "fetch 1 uid 3 body <a\0{b>\n"s);
  EXPECT_EQ(parsed("* 1 FETCH (UID 3 BODY[] {3+}\r\nabc)\r\n"), "fetch 1 uid 3 body <abc>\n");
  EXPECT_EQ(parsed("* 1 FETCH (UID 3 RFC822 {3}\nabc)\n"), "fetch 1 uid 3 body <abc>\n");
}

TEST(Response, SkipsFetchItemsItDoesNotKnow) {
  EXPECT_EQ(parsed("* 1 FETCH (ENVELOPE (NIL \"a\\\"b\" ((NIL NIL {1}\r\nx \"h\"))) X-GM-LABELS (\"\\\\Inbox\" a) "
                   "BODY[1.2.MIME]<0> {2}\r\nok "
                   "BODY[HEADER.FIELDS (TO \"x]\")] \"\" UID 7)\r\n"),
            "fetch 1 uid 7\n");
}

TEST(Response, ToleratesWhatServersDo) {
  EXPECT_EQ(parsed("* 1 FETCH (UID 3  FLAGS ()  ) \r\n"), "fetch 1 uid 3 flags 0\n");
  EXPECT_EQ(parsed("* 1 FETCH (FLAGS (a[b] $NotJunk \\X-odd +& \xE5\xB7\xB2) UID 3 MODSEQ 5)\r\n"),
            "fetch 1 uid 3 flags 0/a[b]/$NotJunk/+&/\xE5\xB7\xB2 modseq 5\n");
  EXPECT_EQ(parsed("* 1 FETCH (INTERNALDATE \" 7-Jul-1996 02:44:25 +0000\" UID 3)\r\n"),
            "fetch 1 uid 3 date 836707465\n");
  EXPECT_EQ(parsed("* 1 FETCH (INTERNALDATE \"yesterday\" UID 3)\r\n"), "fetch 1 uid 3\n");
  EXPECT_EQ(parsed("\r\n\r\n* 3 EXISTS\r\n"), "exists 3\n");
  EXPECT_EQ(parsed("* XVENDOR {3}\r\na)b (((\r\n* 3 EXISTS\r\n"), "other XVENDOR\nexists 3\n");
  EXPECT_EQ(parsed("* FLAGS (\\Answered)\r\n* ID (\"name\" \"x\")\r\n"), "other FLAGS\nother ID\n");
}

TEST(Response, RefusesWhatIsNoImap) {
  for (const char* stream :
       {"HTTP/1.1 400 Bad Request\r\n", "* 1 FETCH\r\n", "* 1 FETCH (UID\r\n", "* 1 FETCH (UID x)\r\n",
        "* 99999999999 EXISTS\r\n", "* 1 FETCH (UID 3 BODY[] {3}\r\nabcd)\r\n",
        "* 1 FETCH (UID 3 BODY[] {3}\r\nab)\r\n* 2 EXISTS\r\n", "*\r\n", "* \r\n", "T1\r\n", "T1 MAYBE\r\n",
        "* 1 FETCH (BODY[] \"no end)\r\n", "* VANISHED 1:*\r\n", "* SEARCH 1 x\r\n", "* LIST x\r\n",
        "* STATUS a (MESSAGES\r\n", "* ESEARCH UID ALL *\r\n", "* NAMESPACE x\r\n", "\x01\x02\x03\r\n"}) {
    const std::string text = parsed(stream);
    EXPECT_NE(text.find("error: "), std::string::npos) << stream << " gave " << text;
  }
}

TEST(Response, ShowsWhatItRefusedWithoutControlCharacters) {
  const std::string text = parsed("\x1b[31mSSH-2.0\x07\xff\r\n");
  EXPECT_EQ(text, "error: the server sent what is no IMAP, near \"?[31mSSH-2.0??\"\n");
}

TEST(Response, BoundsLinesLiteralsAndDepth) {
  EXPECT_NE(parsed("* LIST () \"/\" " + std::string(5'000, 'x') + "\r\n").find("longer than allowed"),
            std::string::npos);
  EXPECT_NE(parsed(std::string(50'000, 'x')).find("longer than allowed"), std::string::npos);
  EXPECT_NE(parsed("* SEARCH" + std::string(50'000, ' ')).find("longer than allowed"), std::string::npos);
  std::string numbers = "* SEARCH";
  for (int i = 2; i < 8'000; i += 2) numbers += " " + std::to_string(i);
  EXPECT_TRUE(parsed(numbers + "\r\n").starts_with("search 2,4,6"));
  EXPECT_NE(parsed("* 1 FETCH (BODY[] {2147483648}\r\nabc").find("2147483648 bytes where 1000"), std::string::npos);
  EXPECT_NE(parsed("* 1 FETCH (BODY[] {99999999999999999999999}\r\nabc").find("error: "), std::string::npos);
  EXPECT_NE(parsed("* LIST () \"/\" {101}\r\n").find("101 bytes where 100"), std::string::npos);
  std::string literals = "* 1 FETCH (X (";
  for (int i = 0; i < 9; ++i) literals += "{1}\r\na ";
  EXPECT_NE(parsed(literals).find("too many literals"), std::string::npos);
  EXPECT_NE(parsed("* 1 FETCH (X " + std::string(1'000, '(') + std::string(1'000, ')') + ")\r\n").find("error: "),
            std::string::npos);
  EXPECT_EQ(parsed("* 1 FETCH (X " + std::string(60, '(') + std::string(60, ')') + " UID 1)\r\n"), "fetch 1 uid 1\n");
}

TEST(Response, PutsLargeLiteralsIntoAFile) {
  ReaderLimits limits = small_limits();
  ResponseReader reader(limits);
  const std::string stream = "* 1 FETCH (UID 1 BODY[] {600}\r\n" + std::string(600, 'x') + ")\r\n";
  std::string_view input = stream;
  auto frame = reader.read(input);
  ASSERT_TRUE(frame && *frame);
  EXPECT_TRUE((*frame)->literals[0].in_file());
  const auto response = parse_response(**frame);
  ASSERT_TRUE(response);
  EXPECT_EQ(std::get<FetchResponse>(*response).body->view(), std::string(600, 'x'));
}

}  // namespace
}  // namespace tradewind::mailsync::imap
