// A name's sound in Latin letters, so that two scripts can be compared. The only ICU transliterator.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// The consonants of a word as Latin letters, doubled ones once: "Renata" and "Рената" give "rnt", "Mohammed" and
// "محمد" "mhmd", "Shakir" and "Шакир" "skr". Letters that languages write differently for one sound are made one ("c",
// "q" -> "k"; "w" -> "v"; "y", "j" dropped). "" when nothing is left. At most 64 bytes of the word are read.
// Thread-safe.
[[nodiscard]] std::string consonants_of(std::string_view word);

}  // namespace tradewind::archiver
