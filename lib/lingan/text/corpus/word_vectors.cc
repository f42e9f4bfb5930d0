#include <lingan/text/corpus/word_vectors.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan {
namespace {

constexpr int64_t kWidest = 65536;
constexpr const char* kBlanks = " \t";

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
    for (; line; line = lines_.next(), ++count) add(*line);
    if (count == 0) throw InputError("no word vectors in it", lines_.name());
    if (header && count != header->first) {
      throw InputError(
          fmt::format("{} words, and its first line says {}; the file is cut, or two were joined",
                      count, header->first),
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

  /// The numbers are the last fields: a word may have blanks in it.
  void add(std::string_view line) {
    const auto fields = fields_of(line);
    const auto width = static_cast<size_t>(vectors_.width);
    if (fields.size() <= width) {
      refuse(fmt::format("{} fields; expected a word and {} numbers", fields.size(), width));
    }
    const size_t first = fields.size() - width;
    numbers_.clear();
    for (size_t i = first; i < fields.size(); ++i) {
      const double number = parse_number<double>(fields[i]).value_or(HUGE_VAL);
      if (std::abs(number) > std::numeric_limits<float>::max()) {
        refuse(fmt::format("'{}' is no number; expected a word and {} of them",
                           fields[i].substr(0, 40), width));
      }
      numbers_.push_back(static_cast<float>(number));
    }
    const char* const begin = fields.front().data();
    const std::string word(begin, fields[first - 1].data() + fields[first - 1].size());
    const auto known = wanted_.find(word);
    if (known == wanted_.end()) return;
    vectors_.ids.push_back(known->second);
    vectors_.values.insert(vectors_.values.end(), numbers_.begin(), numbers_.end());
    wanted_.erase(known);
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
