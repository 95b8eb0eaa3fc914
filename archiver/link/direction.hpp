// Direction: who wrote to whom, and when it reached us.
#pragma once

#include <string>

#include "archiver/decide.hpp"
#include "archiver/link/author.hpp"

namespace tradewind::archiver {

struct DirectionFound {
  crm::Direction direction = crm::Direction::inbound;
  std::string rule;
  std::string evidence;
};

[[nodiscard]] DirectionFound find_direction(const ParsedMessage& message, const Author& author,
                                            crm::Knowledge& knowledge, const DeliveryContext& context);

// When the message arrived: the date of the topmost Received header, which moving and importing do not change, as long
// as the server's own INTERNALDATE does not contradict it (Received a day or more after it); for our own mail the Date
// header; else INTERNALDATE; else `now`.
[[nodiscard]] EpochSeconds find_arrival(const ParsedMessage& message, crm::Direction direction,
                                        EpochSeconds internal_date, EpochSeconds now);

}  // namespace tradewind::archiver
