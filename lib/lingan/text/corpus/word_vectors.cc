#include <lingan/text/corpus/word_vectors.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan {
namespace {

constexpr int64_t kWidest = 65536;
constexpr const char* kBlanks = " \t";
constexpr double kLargest = 1e6;  // what is larger overflows float32 after few steps

/// The fields of a line.
std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t end = 0;;) {
    const size_t begin = line.find_first_not_of(kBlanks, end);
    if (begin == std::string_view::npos) return fields;
    end = std::min(line.find_first_of(kBlanks, begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
  }
}

/// How many numbers a line ends with, after a word.
size_t count_numbers(const std::vector<std::string_view>& fields) {
  size_t count = 0;
  while (count + 1 < fields.size() && parse_number<double>(fields[fields.size() - 1 - count]))
    ++count;
  return count;
}

/// How many words the first line promises, and E, where it is such a line.
std::optional<std::pair<int64_t, int64_t>> header_of(const std::vector<std::string_view>& fields) {
  if (fields.size() != 2) return std::nullopt;
  const auto words = parse_number<int64_t>(fields[0]);
  const auto width = parse_number<int64_t>(fields[1]);
  if (!words || !width) return std::nullopt;
  return std::pair{*words, *width};
}

class WordVectorReader {
 public:
  WordVectorReader(const RereadableInput& input, const Tokenizer& tokenizer)
      : lines_(input, BadText::kReplace) {
    const auto [pad, bos, eos, unk] = tokenizer.specials();
    for (int32_t id = 0; id < tokenizer.size(); ++id) {
      if (id != pad && id != bos && id != eos) wanted_.emplace(tokenizer.piece(id), id);
    }
  }

  WordVectors read() {
    auto line = lines_.next();
    if (!line) throw InputError("no word vectors in it", lines_.name());
    auto fields = fields_of(*line);
    const auto header = header_of(fields);
    set_width(header ? header->second : static_cast<int64_t>(fields.size()) - 1);
    int64_t count = 0;
    if (header) line = lines_.next();
    if (header && line) require_width(fields_of(*line));
    for (; line; line = lines_.next(), ++count) add(*line);
    if (count == 0) throw InputError("no word vectors in it", lines_.name());
    if (header && count != header->first) {
      throw InputError(
          fmt::format("{}, and its first line says {}; the file is cut, or two were joined",
                      counted(count, "word"), header->first),
          lines_.name());
    }
    return std::move(vectors_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw InputError(why, fmt::format("{}:{}", lines_.name(), lines_.lines()));
  }

  void set_width(int64_t width) {
    if (width < 1 || width > kWidest) {
      refuse(
          fmt::format("expected a word and 1 to {} numbers, or how many words there are and how "
                      "many numbers each has",
                      kWidest));
    }
    vectors_.width = width;
  }

  /// Else what is left over would count as a part of the word, and no word be known.
  void require_width(const std::vector<std::string_view>& fields) const {
    const size_t count = count_numbers(fields);
    if (count <= static_cast<size_t>(vectors_.width)) return;
    refuse(fmt::format("{}, and the first line says {} for each word; correct that line",
                       counted(count, "number"), vectors_.width));
  }

  /// The numbers are the last fields: a word may have blanks in it.
  void add(std::string_view line) {
    const auto fields = fields_of(line);
    const auto width = static_cast<size_t>(vectors_.width);
    if (fields.size() <= width) {
      refuse(fmt::format("{}; expected a word and {}", counted(fields.size(), "field"),
                         counted(width, "number")));
    }
    const size_t first = fields.size() - width;
    read_numbers({fields.begin() + static_cast<std::ptrdiff_t>(first), fields.end()});
    const char* const begin = fields.front().data();
    const std::string word(begin, fields[first - 1].data() + fields[first - 1].size());
    const auto known = wanted_.find(word);
    if (known == wanted_.end()) return;
    if (std::ranges::all_of(numbers_, [](float number) { return number == 0; })) {
      refuse(
          fmt::format("the vector of '{}' is all zeros, which has no direction; leave the line "
                      "out, and the word begins with one that is drawn",
                      word.substr(0, 40)));
    }
    vectors_.ids.push_back(known->second);
    vectors_.values.insert(vectors_.values.end(), numbers_.begin(), numbers_.end());
    wanted_.erase(known);
  }

  void read_numbers(std::span<const std::string_view> fields) {
    numbers_.clear();
    for (const std::string_view field : fields) {
      const auto number = parse_number<double>(field);
      if (!number) {
        refuse(fmt::format("'{}' is no number; expected a word and {} of them", field.substr(0, 40),
                           fields.size()));
      }
      if (std::abs(*number) > kLargest) {
        refuse(fmt::format("{} is too large for a word vector, whose numbers are within {}",
                           field.substr(0, 40), kLargest));
      }
      numbers_.push_back(static_cast<float>(*number));
    }
  }

  CorpusLines lines_;
  std::unordered_map<std::string, int32_t> wanted_;
  std::vector<float> numbers_;
  WordVectors vectors_;
};

}  // namespace

WordVectors read_word_vectors(const RereadableInput& input, const Tokenizer& tokenizer) {
  return WordVectorReader(input, tokenizer).read();
}

}  // namespace lingan
