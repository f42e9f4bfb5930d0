#include <lingan/run/evaluation/given_sources.h>

#include <algorithm>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// Appends lines as rows of ids.
class Reader {
 public:
  Reader(const Tokenizer& tokenizer, int32_t width, TokenBatch& rows)
      : tokenizer_(tokenizer), rows_(rows) {
    rows_ = TokenBatch::filled(0, width, 0);
  }

  void append(const std::string& line) {
    if (is_blank(line)) throw InputError("is blank; each line is a source");
    const SpecialTokens& specials = tokenizer_.specials();
    std::vector<int32_t> ids = tokenizer_.encode(line);
    if (specials.eos >= 0) ids.push_back(specials.eos);
    const auto length = static_cast<int32_t>(ids.size());
    if (length < 1 || length > rows_.width) {
      throw InputError(fmt::format("{}; the run has learnt of sources of 1 to {}",
                                   counted(ids.size(), "token"), rows_.width));
    }
    unknown_ += std::ranges::count(ids, specials.unk);
    ids.resize(static_cast<size_t>(rows_.width), specials.filler());
    rows_.tokens.insert(rows_.tokens.end(), ids.begin(), ids.end());
    rows_.lengths.push_back(length);
    ++rows_.rows;
  }

  int64_t unknown() const { return unknown_; }

 private:
  const Tokenizer& tokenizer_;
  TokenBatch& rows_;
  int64_t unknown_ = 0;
};

}  // namespace

std::shared_ptr<const SourceTable> read_sources(const RunDirectory& run, const std::string& sources,
                                                int64_t sentences_of_each) {
  if (!reads_sources(run.spec().recipe)) {
    throw UsageError("`sources`: the run was trained on sentences without sources; leave it out");
  }
  const auto table = std::make_shared<SourceTable>();
  table->sentences_of_each = sentences_of_each;
  const RunSentences learnt = run.sentences();
  const int32_t width = (rewrites(run.spec().recipe) ? learnt.train : learnt.sources).width;
  Reader reader(*run.spec().tokenizer, width, table->sentences);
  CorpusLines lines(sources, BadText::kError);
  while (const auto line = lines.next()) {
    with_place([&] { return line_place(lines.name(), lines.lines()); },
               [&] { reader.append(*line); });
    table->sampled.push_back(static_cast<int32_t>(table->sentences.rows - 1));
  }
  if (table->sampled.empty()) throw InputError("no source in it", lines.name());
  if (reader.unknown() > 0) {
    notice_once("`sources`: the run does not know " + counted(reader.unknown(), "token") +
                ", which it reads as <unk>");
  }
  return table;
}

}  // namespace lingan
