// One generated message as bytes, in the forms mail programs give it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/correspondence.hpp"

namespace tradewind::bench {

struct Message {
  enum class Form { plain, alternative, html };
  std::string from, to, subject, message_id;  // the subject in UTF-8
  std::vector<std::string> references;
  std::int64_t date = 0;
  std::string text;  // UTF-8
  const Language* language = nullptr;
  bool legacy_charset = false;  // where the text can be written in it
  Form form = Form::plain;
  bool logo = false;  // the signature's picture, inline
  bool bulk = false;
  std::vector<const Attachment*> attachments;
};

[[nodiscard]] Mail render(const Message& message, bool sent, Random& random);

}  // namespace tradewind::bench
