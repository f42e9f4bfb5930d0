/// Blocks of lines that several threads work on while the order stays.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <lingan/text/corpus/corpus_lines.h>

namespace lingan {

/// A line and its number in the file, from 1.
struct NumberedLine {
  int64_t number = 0;
  std::string text;
};

/// The next lines, at most 4096 of them and about 4 MiB; empty at the end.
std::vector<NumberedLine> next_block(CorpusLines& lines);

/// Calls body(i) for every line i of a block, from several threads at once.
/// @param name  the file's name: what body throws gets the line's place (with_place).
void for_each_line(const std::vector<NumberedLine>& block, const std::string& name,
                   const std::function<void(size_t)>& body);

}  // namespace lingan
