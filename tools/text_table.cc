#include "tools/text_table.h"

#include <algorithm>

#include <fmt/format.h>

namespace lingan::tools {
namespace {

using Lines = std::vector<std::string>;

constexpr size_t kWidth = 100;
constexpr size_t kGaps = 6;  // two spaces before each column
constexpr size_t kWidestFirst = 32;

/// A column's cells, and how wide they came out.
struct Column {
  std::vector<Lines> cells;
  size_t width = 0;

  Column(const std::vector<std::array<std::string, 3>>& rows, size_t number, size_t widest) {
    for (const auto& row : rows) {
      cells.push_back(wrap(row[number], widest));
      for (const std::string& line : cells.back()) width = std::max(width, line.size());
    }
  }

  std::string line(size_t row, size_t number) const {
    return number < cells[row].size() ? cells[row][number] : "";
  }
};

}  // namespace

std::vector<std::string> wrap(const std::string& text, size_t width) {
  std::vector<std::string> lines(1);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) {
      lines.emplace_back();
    }
    lines.back() += (lines.back().empty() ? "" : " ") + word;
    begin = end + 1;
  }
  return lines;
}

std::string format_table(const std::vector<std::array<std::string, 3>>& rows) {
  const Column first(rows, 0, kWidestFirst);
  const size_t rest = kWidth - kGaps - std::min(first.width, kWidth / 2);
  const Column second(rows, 1, rest * 3 / 5);
  const Column third(rows, 2, rest - std::min(second.width, rest / 2 + rest / 4));
  std::string text;
  for (size_t row = 0; row < rows.size(); ++row) {
    const size_t lines =
        std::max({first.cells[row].size(), second.cells[row].size(), third.cells[row].size()});
    for (size_t number = 0; number < lines; ++number) {
      std::string line =
          fmt::format("  {:<{}}  {:<{}}  {}", first.line(row, number), first.width,
                      second.line(row, number), second.width, third.line(row, number));
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + '\n';
    }
  }
  return text;
}

}  // namespace lingan::tools
