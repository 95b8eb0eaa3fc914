#include "cli/context.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "crm_core/service/users.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::cli {

namespace {

constexpr const char* packaged_configuration = "/etc/tradewind/tradewind.toml";
constexpr const char* packaged_data = "/var/lib/tradewind";

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// The login of the process's owner, which getpwuid may ask a name service for.
std::string login_name() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return "uid " + std::to_string(getuid());
}

}  // namespace

Context::Context(Globals globals, const Command& command, std::string cause, Output& output)
    : globals_(std::move(globals)), command_(command), cause_(std::move(cause)), output_(output) {}

Context::~Context() = default;

std::filesystem::path Context::configuration_file() const {
  if (!globals_.config.empty()) return globals_.config;
  if (std::string named = from_environment("TRADEWIND_CONFIG"); !named.empty()) return named;
  std::error_code ignored;
  if (std::filesystem::exists(packaged_configuration, ignored)) return packaged_configuration;
  return {};
}

Result<const Settings*> Context::settings() {
  if (!settings_) {
    const std::filesystem::path file = configuration_file();
    if (file.empty()) {
      settings_.emplace();
    } else {
      auto loaded = load_settings(file);
      if (!loaded) return pass_on(loaded);
      settings_ = std::move(*loaded);
    }
  }
  return &*settings_;
}

Result<std::filesystem::path> Context::data_path() {
  if (!globals_.data.empty()) return std::filesystem::path(globals_.data);
  if (std::string named = from_environment("TRADEWIND_DATA"); !named.empty()) return std::filesystem::path(named);
  const auto configured = settings();
  if (!configured) return pass_on(configured);
  return (*configured)->data.empty() ? std::filesystem::path(packaged_data) : (*configured)->data;
}

Result<const crm::DataDirectory*> Context::data() {
  if (!data_) {
    const auto path = data_path();
    if (!path) return pass_on(path);
    auto opened = crm::DataDirectory::open(*path);
    if (!opened) return pass_on(opened);
    data_ = std::move(*opened);
  }
  return &*data_;
}

Result<crm::Store*> Context::store() {
  if (!store_) {
    const auto directory = data();
    if (!directory) return pass_on(directory);
    auto opened =
        crm::Store::open(**directory, command_.data == DataMode::write ? crm::Access::write : crm::Access::read);
    if (!opened) return pass_on(opened);
    store_.emplace(std::move(*opened));
  }
  return &*store_;
}

Result<crm::Vault*> Context::vault() {
  if (!vault_) {
    const auto directory = data();
    if (!directory) return pass_on(directory);
    auto opened = crm::Vault::open((*directory)->vault_file(), crm::Vault::Access::read);
    if (!opened) return pass_on(opened);
    vault_.emplace(std::move(*opened));
  }
  return &*vault_;
}

Result<crm::Actor> Context::actor() {
  if (globals_.user.empty()) {
    // Nothing is written under the name of somebody who only reads, so a search does not ask for it.
    const std::string name = command_.data == DataMode::read ? "crm" : login_name();
    return crm::Actor{{}, name, crm::Role::administrator, cause_};
  }
  const auto opened = store();
  if (!opened) return pass_on(opened);
  // Whoever is one of our people himself acts for others only as an administrator.
  const std::string self = login_name();
  if (const auto mine = crm::UserRepository((*opened)->database()).find_by_login(self);
      mine && mine->role != crm::Role::administrator && self != globals_.user)
    return fail(Fault::forbidden, fmt::format("{} ({}) may not act as {}", self, to_text(mine->role), globals_.user),
                "only an administrator may");
  return crm::actor_by_login(**opened, globals_.user, cause_);
}

Result<Session> Context::session() {
  const auto opened = store();
  if (!opened) return pass_on(opened);
  auto who = actor();
  if (!who) return pass_on(who);
  return Session{**opened, std::move(*who)};
}

Result<Session> Context::session_for(crm::Act act) {
  auto opened = session();
  if (!opened) return opened;
  if (auto permitted = crm::require(opened->actor, act); !permitted) return pass_on(permitted);
  return opened;
}

}  // namespace tradewind::cli
