// The parts of one line of a signature: person, post or department, firm, town.
#pragma once

#include <string_view>
#include <vector>

namespace tradewind::archiver {

// The line cut at its bars, dashes, commas and wide blanks. A legal form behind a comma stays with its firm ("Acme Co.,
// Ltd."), and so do the two halves of a name in Han or kana with a wide blank between them.
[[nodiscard]] std::vector<std::string_view> card_pieces(std::string_view line);

// A legal form as it is written officially stands in the text: "Acme GmbH", "Sp. z o.o.", "ТОО "Восток"", "(주)한빛",
// "有限公司".
[[nodiscard]] bool has_legal_form(std::string_view text);

// Nothing but a post or a department: "Purchasing Manager", "отдел закупок", "購買部".
[[nodiscard]] bool names_a_post(std::string_view piece);

// The piece without posts at either end: "박지훈 과장" is 박지훈, "Acme Widgets Sales Department" is Acme Widgets. The
// piece itself if it is nothing but a post or if too little were left for a name.
[[nodiscard]] std::string_view without_post(std::string_view piece);

}  // namespace tradewind::archiver
