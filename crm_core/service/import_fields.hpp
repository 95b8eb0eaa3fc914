// Reading a JSON document whose mistakes are named by their place: "customers[3].contacts[0].emails[1]: ...".
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::crm {

// Carries the error of a field out of nested reading; whoever reads the document catches it.
struct FieldError {
  Error error;
};

[[noreturn]] void refuse(const std::string& path, std::string_view what);
void must(const Result<void>& checked);  // else throws its error

// One object of the document and where it stands.
class Fields {
 public:
  using Json = nlohmann::json;

  Fields(const Json& object, std::string path);
  [[nodiscard]] std::string path(std::string_view name) const;

  // "" when it is missing or null.
  [[nodiscard]] std::string text(const char* name) const;
  [[nodiscard]] std::string needed(const char* name) const;
  // A number, or a text that is one, as decimal text.
  [[nodiscard]] std::string decimal(const char* name) const;
  [[nodiscard]] std::vector<std::string> texts(const char* name) const;
  [[nodiscard]] std::vector<std::pair<const Json*, std::string>> list(const char* name) const;
  [[nodiscard]] const Json* find(const char* name) const;
  // Whether the document says anything about it, be it null.
  [[nodiscard]] bool says(const char* name) const { return object_.contains(name); }

 private:
  const Json& object_;
  std::string path_;
};

}  // namespace tradewind::crm
