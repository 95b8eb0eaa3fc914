// Whether a text names a firm, by its legal form or by a word for its kind of business.
#pragma once

#include <string_view>

namespace tradewind::archiver {

// A line that names a firm: by its legal form or kind ("GmbH", "Trading", "有限公司", "مؤسسة"), unless it is a post.
[[nodiscard]] bool names_a_firm(std::string_view line);

// A legal form as it is written officially stands in the text: "Acme GmbH", "Sp. z o.o.", "ТОО "Восток"", "(주)한빛".
[[nodiscard]] bool has_legal_form(std::string_view text);

// The word is a legal form of those that stand behind the name, as written officially: "Ltd.", "S.A.C.", "Lda".
[[nodiscard]] bool is_legal_form(std::string_view word);

}  // namespace tradewind::archiver
