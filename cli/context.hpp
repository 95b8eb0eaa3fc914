// What a handler works with: the options that every command takes, and the parts of the store, each opened when first
// asked for, so that a search pays for nothing that it does not use.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/output/output.hpp"
#include "cli/parser.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/settings/settings.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::cli {

// Who acts on what.
struct Session {
  crm::Store& store;
  crm::Actor actor;
};

class Context {
 public:
  Context(Globals globals, const Command& command, std::string cause, Output& output);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] const Command& command() const { return command_; }
  [[nodiscard]] Output& out() { return output_; }

  // --config, else $TRADEWIND_CONFIG, else the packaged file if there is one; empty: there is no configuration.
  [[nodiscard]] std::filesystem::path configuration_file() const;
  // Read once; the defaults when there is no configuration. A pointer, valid as long as this is.
  [[nodiscard]] Result<const Settings*> settings();
  // --data, else $TRADEWIND_DATA, else the configuration's, else the packaged default.
  [[nodiscard]] Result<std::filesystem::path> data_path();

  // These are opened on the first call. Pointers stay valid as long as this does.
  [[nodiscard]] Result<const crm::DataDirectory*> data();
  [[nodiscard]] Result<crm::Store*> store();
  [[nodiscard]] Result<crm::Vault*> vault();  // for reading
  // --as (for administrators: Fault::forbidden for another of our people), else whoever owns the shell: he can read the
  // files, so he counts as an administrator.
  [[nodiscard]] Result<crm::Actor> actor();
  [[nodiscard]] Result<Session> session();
  // session() of somebody who may do this; Fault::forbidden.
  [[nodiscard]] Result<Session> session_for(crm::Act act);

 private:
  Globals globals_;
  const Command& command_;
  std::string cause_;
  Output& output_;
  std::optional<Settings> settings_;
  std::optional<crm::DataDirectory> data_;
  std::optional<crm::Store> store_;
  std::optional<crm::Vault> vault_;
};

}  // namespace tradewind::cli
