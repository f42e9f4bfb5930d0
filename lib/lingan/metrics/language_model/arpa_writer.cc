#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/language_model/arpa.h>

namespace lingan::metrics {
namespace {

constexpr uint32_t kChunk = 1 << 13;  // n-grams that one call of a parallel body formats
constexpr uint32_t kChunks = 64;      // chunks that are written together

class ArpaWriter {
 public:
  ArpaWriter(const WordModel& model, const std::function<void(std::string_view)>& write)
      : ngrams_(model.ngrams), words_(model.words), write_(write) {}

  void write() const {
    std::string header = "\\data\\\n";
    for (int k = 1; k <= ngrams_.order(); ++k)
      header += fmt::format("ngram {}={}\n", k, ngrams_.size(k));
    write_(header);
    Progress progress("writing", ngrams_.starts.back(), "n-grams");
    for (int k = 1; k <= ngrams_.order(); ++k) {
      write_(fmt::format("\n\\{}-grams:\n", k));
      for (uint32_t first = ngrams_.starts[k - 1]; first < ngrams_.starts[k];) {
        const uint32_t count = std::min(kChunk * kChunks, ngrams_.starts[k] - first);
        write_block(k, first, count);
        first += count;
        progress.update(first);
      }
    }
    write_("\n\\end\\\n");
  }

 private:
  void write_block(int order, uint32_t first, uint32_t count) const {
    std::vector<std::string> chunks((count - 1) / kChunk + 1);
    parallel_for(count, kChunk, [&](int64_t begin, int64_t end) {
      std::string& text = chunks[static_cast<size_t>(begin) / kChunk];
      for (int64_t i = begin; i < end; ++i) append(order, first + static_cast<uint32_t>(i), text);
    });
    for (const std::string& text : chunks) write_(text);
  }

  void append(int order, uint32_t ngram, std::string& text) const {
    append_number(ngrams_.log10_probability[ngram], text);
    text += '\t';
    append_words(ngram, text);
    if (order < ngrams_.order()) {
      text += '\t';
      append_number(ngrams_.log10_backoff[ngram], text);
    }
    text += '\n';
  }

  void append_words(uint32_t ngram, std::string& text) const {
    if (ngrams_.contexts[ngram] != NgramModel::kNone) {
      append_words(ngrams_.contexts[ngram], text);
      text += ' ';
    }
    text += words_.word(ngrams_.words[ngram]);
  }

  /// The shortest digits that are this float.
  static void append_number(float number, std::string& text) {
    char digits[32];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  }

  const NgramModel& ngrams_;
  const WordInterner& words_;
  const std::function<void(std::string_view)>& write_;
};

}  // namespace

void write_arpa(const WordModel& model, const std::function<void(std::string_view)>& write) {
  ArpaWriter(model, write).write();
}

}  // namespace lingan::metrics
