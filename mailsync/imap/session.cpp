#include "mailsync/imap/session.hpp"

#include <algorithm>
#include <utility>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/session_state.hpp"

namespace tradewind::mailsync::imap {

namespace {

// A server that tells more than this unasked gets "something changed" for the rest.
constexpr std::size_t most_noted_flags = 100'000;
constexpr std::size_t most_noted_ranges = 100'000;
constexpr Milliseconds logout_patience{3'000};

}  // namespace

Session::State::State(boost::asio::any_io_executor run_on, SessionOptions with)
    : executor(std::move(run_on)), options(std::move(with)), dialogue(options) {}

Task<Result<void>> Session::State::run(std::string command, std::string_view name, Taker take) {
  auto begun = co_await dialogue.begin(std::move(command), options.command_timeout);
  if (!begun) co_return begun;
  while (true) {
    auto response = co_await dialogue.next();
    if (!response) co_return pass_on(response);
    if (Dialogue::ends_command(*response)) {
      const auto& status = std::get<StatusResponse>(*response);
      if (status.condition != Condition::ok) co_return refusal(status, name);
      if (take)
        if (auto taken = take(*response); !taken) co_return pass_on(taken);
      co_return Result<void>{};
    }
    if (take) {
      const auto taken = take(*response);
      if (!taken) {
        dialogue.end();
        co_return pass_on(taken);
      }
      if (*taken) continue;
    }
    note(*response);
  }
}

void Session::State::note(Response& response) {
  if (const auto* const known = std::get_if<ExistsResponse>(&response)) {
    // Some servers repeat the count at every command; only another one is news.
    if (known->count != exists) changes.exists = known->count;
    exists = known->count;
  } else if (std::holds_alternative<ExpungeResponse>(response)) {
    ++changes.expunged;
    if (exists != 0) --exists;
  } else if (auto* const vanished = std::get_if<VanishedResponse>(&response)) {
    if (!vanished->earlier)
      exists -= static_cast<std::uint32_t>(std::min<std::uint64_t>(exists, vanished->uids.size()));
    if (changes.vanished.ranges().size() < most_noted_ranges)
      changes.vanished = changes.vanished.united(vanished->uids);
    else
      ++changes.expunged;
  } else if (auto* const fetch = std::get_if<FetchResponse>(&response)) {
    if (!fetch->flags) return;
    if (fetch->uid == 0 || changes.flags.size() == most_noted_flags)
      changes.flags_unknown = true;
    else
      changes.flags.push_back({fetch->uid, fetch->modseq, std::move(*fetch->flags)});
  } else if (auto* const offered = std::get_if<CapabilityResponse>(&response)) {
    capabilities = std::move(offered->capabilities);
    std::sort(capabilities.begin(), capabilities.end());
  }
}

bool Session::State::has(std::string_view capability) const {
  return std::binary_search(capabilities.begin(), capabilities.end(), upper_case(capability));
}

Task<Result<void>> Session::State::learn_capabilities() { co_return co_await run("CAPABILITY", "CAPABILITY"); }

Task<Result<void>> Session::State::introduce() {
  if (!has("ID")) co_return Result<void>{};
  const auto name = imap_quoted(options.client_name);
  const auto version = imap_quoted(options.client_version);
  if (!name || !version) co_return fail(Fault::invalid, "the client's name or version holds a line end");
  // NetEase wants name, version and vendor; what the server says about itself is of no use here, nor is its refusal.
  const auto introduced =
      co_await run("ID (\"name\" " + *name + " \"version\" " + *version + " \"vendor\" " + *name + ")", "ID");
  if (!introduced && !dialogue.usable()) co_return introduced;
  co_return Result<void>{};
}

// RFC 5161: before the first EXAMINE. QRESYNC includes CONDSTORE.
Task<Result<void>> Session::State::enable() {
  if (!has("ENABLE")) co_return Result<void>{};
  std::string wanted;
  if (has("QRESYNC"))
    wanted += " QRESYNC";
  else if (has("CONDSTORE"))
    wanted += " CONDSTORE";
  if (has("UTF8=ACCEPT") || has("UTF8=ONLY")) wanted += " UTF8=ACCEPT";
  if (wanted.empty()) co_return Result<void>{};
  const auto enabled = co_await run("ENABLE" + wanted, "ENABLE", [this](Response& response) -> Result<bool> {
    const auto* const accepted = std::get_if<EnabledResponse>(&response);
    if (accepted == nullptr) return false;
    for (const std::string& each : accepted->capabilities) {
      qresync_enabled = qresync_enabled || each == "QRESYNC";
      utf8_enabled = utf8_enabled || each == "UTF8=ACCEPT";
    }
    return true;
  });
  if (!enabled && !dialogue.usable()) co_return enabled;
  co_return Result<void>{};
}

Session::Session(boost::asio::any_io_executor executor, SessionOptions options)
    : state_(std::make_unique<State>(std::move(executor), std::move(options))) {}
Session::~Session() = default;

Task<Result<void>> Session::open(Endpoint endpoint, Credentials credentials, boost::asio::thread_pool& connectors) {
  if (state_->cancelled) co_return fail(Fault::network, "cancelled");
  state_->connector.emplace(state_->executor, connectors);
  auto transport = co_await state_->connector->connect(std::move(endpoint), std::move(credentials));
  if (!transport) co_return pass_on(transport);
  co_return co_await start(std::move(*transport));
}

Task<Result<void>> Session::start(std::unique_ptr<Transport> transport) {
  if (state_->cancelled) co_return fail(Fault::network, "cancelled");
  state_->dialogue.attach(std::move(transport));
  auto done = co_await state_->learn_capabilities();
  if (done) done = co_await state_->introduce();
  if (done) done = co_await state_->enable();
  co_return done;
}

bool Session::has(std::string_view capability) const { return state_->has(capability); }
const std::vector<std::string>& Session::capabilities() const { return state_->capabilities; }
bool Session::condstore() const { return state_->qresync_enabled || state_->has("CONDSTORE"); }
bool Session::qresync() const { return state_->qresync_enabled; }
bool Session::usable() const { return state_->dialogue.usable(); }

Task<Result<IdleEnd>> Session::idle(Milliseconds longest) {
  State& state = *state_;
  if (!state.has("IDLE")) co_return fail(Fault::unsupported, "the server offers no IDLE");
  if (state.changes.any()) co_return IdleEnd::changed;
  state.dialogue.shrink();
  if (auto begun = co_await state.dialogue.begin("IDLE", Milliseconds::max()); !begun) co_return pass_on(begun);
  const auto until = Clock::now() + longest;
  bool accepted = false;
  bool done_sent = false;
  while (true) {
    // Until the server has said "+", and after DONE, it owes an answer; between, silence is what IDLE is for.
    if (accepted && !done_sent && (state.changes.any() || Clock::now() >= until)) {
      if (auto sent = co_await state.dialogue.send_line("DONE"); !sent) co_return pass_on(sent);
      done_sent = true;
    }
    std::optional<Response> response;
    if (accepted && !done_sent) {
      auto heard = co_await state.dialogue.next_within(std::chrono::ceil<Milliseconds>(until - Clock::now()));
      if (!heard) co_return pass_on(heard);
      if (!*heard) continue;
      response = std::move(*heard);
    } else {
      auto heard = co_await state.dialogue.next();
      if (!heard) co_return pass_on(heard);
      response = std::move(*heard);
    }
    if (Dialogue::ends_command(*response)) {
      const auto& status = std::get<StatusResponse>(*response);
      if (status.condition != Condition::ok) co_return refusal(status, "IDLE");
      co_return state.changes.any() ? IdleEnd::changed : IdleEnd::timeout;
    }
    if (std::holds_alternative<ContinuationResponse>(*response))
      accepted = true;
    else
      state.note(*response);
  }
}

Task<Result<void>> Session::noop() { co_return co_await state_->run("NOOP", "NOOP"); }

const std::string& Session::examined() const { return state_->examined; }
const Changes& Session::changes() const { return state_->changes; }
Changes Session::take_changes() { return std::exchange(state_->changes, Changes{}); }

Task<void> Session::logout() {
  if (!state_->dialogue.usable()) co_return;
  state_->dialogue.expect_bye();
  const auto begun = co_await state_->dialogue.begin("LOGOUT", logout_patience);
  while (begun) {
    const auto response = co_await state_->dialogue.next();
    if (!response || Dialogue::ends_command(*response)) break;
  }
  state_->dialogue.end();
}

void Session::cancel() {
  state_->cancelled = true;
  if (state_->connector) state_->connector->cancel();
  state_->dialogue.cancel();
}

}  // namespace tradewind::mailsync::imap
