#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/number.h>
#include <lingan/metrics/language_model/arpa.h>
#include <lingan/metrics/language_model/arpa_lines.h>
#include <lingan/metrics/language_model/ngram_index.h>

namespace lingan::metrics {
namespace {

constexpr float kMissingUnknown = -100;  // as KenLM
constexpr float kNotRead = 1;            // no probability's logarithm

/// The number of `ORDER=COUNT`, for that order.
std::optional<uint32_t> count_in(std::string_view field, size_t order) {
  const size_t equals = field.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  if (parse_number<size_t>(field.substr(0, equals)) != order) return std::nullopt;
  return parse_number<uint32_t>(field.substr(equals + 1));
}

class ArpaReader {
 public:
  explicit ArpaReader(ArpaLines& lines) : lines_(lines) {}

  WordModel read() && {
    lines_.read_begin();
    read_counts();
    lines_.read_header("\\1-grams:");
    read_words();
    NgramIndex index(model_.ngrams);
    for (size_t order = 2; order <= counts_.size(); ++order) {
      lines_.read_header(fmt::format("\\{}-grams:", order));
      read_order(order, index);
    }
    lines_.read_header("\\end\\");
    lines_.read_end();
    return std::move(model_);
  }

 private:
  std::string_view field(size_t index) const { return lines_.fields()[index]; }

  void read_counts() {
    for (lines_.read(); !lines_.is_blank(); lines_.read()) {
      const size_t order = counts_.size() + 1;
      const auto count = count_in(lines_.fields().back(), order);
      if (lines_.fields().size() != 2 || field(0) != "ngram" || !count) {
        lines_.refuse(fmt::format("expected 'ngram {}=COUNT', not '{:.60}'", order, lines_.line()));
      }
      counts_.push_back(*count);
    }
    if (counts_.empty()) lines_.refuse("expected 'ngram 1=COUNT'");
  }

  /// Calls add() for each line of a section, which ends with a blank line or a backslash.
  template <typename Add>
  void read_section(size_t order, const Add& add) {
    const uint32_t promised = counts_[order - 1];
    uint32_t count = 0;
    for (lines_.read(); !lines_.is_blank() && !field(0).starts_with('\\'); lines_.read()) {
      if (count == promised) {
        lines_.refuse(fmt::format("more {}-grams than the header says, {}", order, promised));
      }
      ++count;
      const size_t fields = lines_.fields().size();
      if (fields != order + 1 && fields != order + 2) {
        lines_.refuse(fmt::format("expected a logarithm, {} words, and perhaps a back-off", order));
      }
      const float probability = lines_.number(field(0));
      const float backoff = fields == order + 2 ? lines_.number(field(fields - 1)) : 0;
      if (probability > 0) lines_.refuse("the logarithm of a probability is at most 0");
      if (backoff != 0 && order == counts_.size()) {
        lines_.refuse("the highest order has no back-offs");
      }
      add(probability, backoff);
    }
    if (count < promised) {
      lines_.refuse(fmt::format("{} {}-grams, and the header says {}", count, order, promised));
    }
  }

  void append(uint32_t context, uint32_t suffix, int32_t word, float probability, float backoff) {
    NgramModel& ngrams = model_.ngrams;
    if (ngrams.words.size() >= NgramModel::kNone) lines_.refuse("more than 4294967295 n-grams");
    ngrams.words.push_back(word);
    ngrams.contexts.push_back(context);
    ngrams.suffixes.push_back(suffix);
    ngrams.log10_probability.push_back(probability);
    ngrams.log10_backoff.push_back(backoff);
  }

  void end_order() {
    model_.ngrams.starts.push_back(static_cast<uint32_t>(model_.ngrams.words.size()));
  }

  void read_words() {
    NgramModel& ngrams = model_.ngrams;
    for (int32_t word = 0; word < kFirstWord; ++word) {
      append(NgramModel::kNone, NgramModel::kNone, word, kNotRead, 0);
    }
    read_section(1, [&](float probability, float backoff) {
      const int32_t word =
          model_.words.id(field(1) == "<UNK>" ? kSpecialWords[kUnknownWord] : field(1));
      if (static_cast<size_t>(word) == ngrams.words.size()) {
        append(NgramModel::kNone, NgramModel::kNone, word, kNotRead, 0);
      }
      if (ngrams.log10_probability[word] != kNotRead) lines_.refuse("the word comes twice");
      ngrams.log10_probability[word] = probability;
      ngrams.log10_backoff[word] = backoff;
    });
    for (int32_t word = kSentenceBegin; word < kFirstWord; ++word) {
      if (ngrams.log10_probability[word] == kNotRead) {
        lines_.refuse(fmt::format("no {} among the 1-grams", kSpecialWords[word]));
      }
    }
    float& unknown = ngrams.log10_probability[kUnknownWord];
    if (unknown == kNotRead) unknown = kMissingUnknown;
    end_order();
  }

  void read_order(size_t order, NgramIndex& index) {
    const NgramModel& ngrams = model_.ngrams;
    read_section(order, [&](float probability, float backoff) {
      auto context = static_cast<uint32_t>(known_word(field(1)));
      for (size_t i = 2; i < order && context != NgramModel::kNone; ++i) {
        context = index.find(context, known_word(field(i)));
      }
      if (context == NgramModel::kNone) {
        lines_.refuse("its first words are no n-gram of the file");
      }
      const int32_t word = known_word(field(order));
      if (index.find(context, word) != NgramModel::kNone) lines_.refuse("the n-gram comes twice");
      append(context, index.find_longest(ngrams.suffixes[context], word), word, probability,
             backoff);
      index.add(static_cast<uint32_t>(ngrams.words.size() - 1));
    });
    end_order();
  }

  int32_t known_word(std::string_view text) const {
    const int32_t word = model_.words.find(text == "<UNK>" ? kSpecialWords[kUnknownWord] : text);
    if (word < 0) lines_.refuse(fmt::format("'{:.40}' is none of the 1-grams", text));
    return word;
  }

  ArpaLines& lines_;
  std::vector<uint32_t> counts_;  // the header's
  WordModel model_{{}, special_words()};
};

}  // namespace

WordInterner special_words() {
  WordInterner words;
  for (const std::string_view word : kSpecialWords) words.id(word);
  return words;
}

WordModel read_arpa(const std::filesystem::path& path, BadText bad_text) {
  ArpaLines lines(CorpusLines(path, bad_text));
  return ArpaReader(lines).read();
}

WordModel read_arpa(std::istream& stream, const std::string& name) {
  ArpaLines lines(CorpusLines(stream, name, BadText::kRefuse));
  return ArpaReader(lines).read();
}

}  // namespace lingan::metrics
