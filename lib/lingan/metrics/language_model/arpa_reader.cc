#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/language_model/arpa.h>
#include <lingan/metrics/language_model/ngram_index.h>

namespace lingan::metrics {
namespace {

constexpr const char* kBlanks = " \t\r";
constexpr float kMissingUnknown = -100;  // as KenLM
constexpr float kNotRead = 1;            // no probability's logarithm

/// Splits at blanks into fields that stay where they are.
void split(std::string_view line, std::vector<std::string_view>& fields) {
  fields.clear();
  for (size_t end = 0;;) {
    const size_t begin = line.find_first_not_of(kBlanks, end);
    if (begin == std::string_view::npos) return;
    end = std::min(line.find_first_of(kBlanks, begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
  }
}

/// The number of `ORDER=COUNT`, for that order.
std::optional<uint32_t> count_in(std::string_view field, size_t order) {
  const size_t equals = field.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  if (parse_number<size_t>(field.substr(0, equals)) != order) return std::nullopt;
  return parse_number<uint32_t>(field.substr(equals + 1));
}

class ArpaReader {
 public:
  template <typename Source>
  ArpaReader(Source& source, const auto&... more)
      : lines_(source, more...), progress_("reading " + lines_.name(), 0, "lines") {}

  WordModel read() {
    read_counts();
    expect("\\1-grams:");
    read_words();
    NgramIndex index(model_.ngrams);
    for (size_t order = 2; order <= counts_.size(); ++order) {
      expect(fmt::format("\\{}-grams:", order));
      read_order(order, index);
    }
    expect("\\end\\");
    require_end();
    return std::move(model_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw InputError(why, fmt::format("{}:{}", lines_.name(), lines_.lines()));
  }

  /// Splits the next line into fields_; false at the end.
  bool next_line() {
    auto line = lines_.next();
    if (!line) return false;
    if (lines_.lines() % 4096 == 0) progress_.update(lines_.lines());
    line_ = std::move(*line);
    split(line_, fields_);
    return true;
  }

  /// The same; the end is an error.
  void require_line() {
    if (!next_line()) refuse("the file ends here, without \\end\\; it is cut");
  }

  /// Reads blank lines, and the one that begins a section.
  void expect(const std::string& header) {
    while (fields_.empty()) require_line();
    if (fields_.size() != 1 || fields_[0] != header) {
      refuse(fmt::format("expected {}, not '{:.60}'", header, line_));
    }
  }

  /// Reads on to the last byte first: of a compressed file that is spoiled, that is what to say.
  void require_end() {
    int64_t extra = 0;
    while (next_line()) {
      if (extra == 0 && !fields_.empty()) extra = lines_.lines();
    }
    if (extra == 0) return;
    throw InputError("expected nothing after \\end\\", fmt::format("{}:{}", lines_.name(), extra));
  }

  void read_counts() {
    do {
      if (!next_line()) throw InputError("no \\data\\ in it; this is no ARPA file", lines_.name());
    } while (fields_.empty() || line_.starts_with('#'));
    expect("\\data\\");
    for (require_line(); !fields_.empty(); require_line()) {
      const size_t order = counts_.size() + 1;
      const auto count = count_in(fields_.back(), order);
      if (fields_.size() != 2 || fields_[0] != "ngram" || !count) {
        refuse(fmt::format("expected 'ngram {}=COUNT', not '{:.60}'", order, line_));
      }
      counts_.push_back(*count);
    }
    if (counts_.empty()) refuse("expected 'ngram 1=COUNT'");
  }

  /// Calls add() for each line of a section, which ends with a blank line or a backslash.
  template <typename Add>
  void read_section(size_t order, const Add& add) {
    uint32_t count = 0;
    for (require_line(); !fields_.empty() && !fields_[0].starts_with('\\'); require_line()) {
      if (++count > counts_[order - 1]) break;
      const bool has_backoff = fields_.size() == order + 2;
      if (fields_.size() != order + 1 && !has_backoff) {
        refuse(fmt::format("expected a logarithm, {} words, and perhaps a back-off", order));
      }
      const float probability = number(fields_[0]);
      if (probability > 0) refuse("the logarithm of a probability is at most 0");
      const float backoff = has_backoff ? number(fields_.back()) : 0;
      if (backoff != 0 && order == counts_.size()) refuse("the highest order has no back-offs");
      add(probability, backoff);
    }
    if (count == counts_[order - 1]) return;
    refuse(fmt::format("{} {}-grams, and the header says {}",
                       count > counts_[order - 1] ? "more" : std::to_string(count), order,
                       counts_[order - 1]));
  }

  float number(std::string_view field) const {
    const double value = parse_number<double>(field).value_or(HUGE_VAL);
    if (std::abs(value) > std::numeric_limits<float>::max()) {
      refuse(fmt::format("'{:.40}' is no number", field));
    }
    return static_cast<float>(value);
  }

  void append(uint32_t context, uint32_t suffix, int32_t word, float probability, float backoff) {
    NgramModel& ngrams = model_.ngrams;
    if (ngrams.words.size() >= NgramModel::kNone) refuse("more than 4294967295 n-grams");
    ngrams.words.push_back(word);
    ngrams.contexts.push_back(context);
    ngrams.suffixes.push_back(suffix);
    ngrams.log10_probability.push_back(probability);
    ngrams.log10_backoff.push_back(backoff);
  }

  void read_words() {
    NgramModel& ngrams = model_.ngrams;
    for (int32_t word = 0; word < kFirstWord; ++word) {
      append(NgramModel::kNone, NgramModel::kNone, word, kNotRead, 0);
    }
    read_section(1, [&](float probability, float backoff) {
      const int32_t word = model_.words.id(fields_[1] == "<UNK>" ? "<unk>" : fields_[1]);
      if (static_cast<size_t>(word) == ngrams.words.size()) {
        append(NgramModel::kNone, NgramModel::kNone, word, kNotRead, 0);
      }
      if (ngrams.log10_probability[word] != kNotRead) refuse("the word comes twice");
      ngrams.log10_probability[word] = probability;
      ngrams.log10_backoff[word] = backoff;
    });
    for (int32_t word = kSentenceBegin; word < kFirstWord; ++word) {
      if (ngrams.log10_probability[word] == kNotRead) {
        refuse(fmt::format("no {} among the 1-grams", kSpecialWords[word]));
      }
    }
    float& unknown = ngrams.log10_probability[kUnknownWord];
    if (unknown == kNotRead) unknown = kMissingUnknown;
    ngrams.starts.push_back(static_cast<uint32_t>(ngrams.words.size()));
  }

  void read_order(size_t order, NgramIndex& index) {
    NgramModel& ngrams = model_.ngrams;
    read_section(order, [&](float probability, float backoff) {
      auto context = static_cast<uint32_t>(known_word(fields_[1]));
      for (size_t i = 2; i < order && context != NgramModel::kNone; ++i) {
        context = index.find(context, known_word(fields_[i]));
      }
      if (context == NgramModel::kNone) refuse("its first words are no n-gram of the file");
      const int32_t word = known_word(fields_[order]);
      if (index.find(context, word) != NgramModel::kNone) refuse("the n-gram comes twice");
      const uint32_t suffix = index.find_longest(ngrams.suffixes[context], word);
      append(context, suffix, word, probability, backoff);
      index.add(static_cast<uint32_t>(ngrams.words.size() - 1));
    });
    ngrams.starts.push_back(static_cast<uint32_t>(ngrams.words.size()));
  }

  int32_t known_word(std::string_view text) const {
    const int32_t word = model_.words.find(text == "<UNK>" ? "<unk>" : text);
    if (word < 0) refuse(fmt::format("'{:.40}' is none of the 1-grams", text));
    return word;
  }

  CorpusLines lines_;
  Progress progress_;
  std::string line_;
  std::vector<std::string_view> fields_;  // of line_
  std::vector<uint32_t> counts_;          // the header's
  WordModel model_{{}, special_words()};
};

}  // namespace

WordInterner special_words() {
  WordInterner words;
  for (const std::string_view word : kSpecialWords) words.id(word);
  return words;
}

WordModel read_arpa(const std::filesystem::path& path, BadText bad_text) {
  return ArpaReader(path, bad_text).read();
}

WordModel read_arpa(std::istream& stream, const std::string& name) {
  return ArpaReader(stream, name, BadText::kError).read();
}

}  // namespace lingan::metrics
