#include <lingan/run/evaluation/given_sources.h>

#include <numeric>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/run/evaluation/given_sentences.h>

namespace lingan {

std::shared_ptr<const SourceTable> read_sources(const RunDirectory& run, const std::string& sources,
                                                int64_t sentences_of_each) {
  if (!reads_sources(run.spec().recipe)) {
    throw UsageError("`sources`: the run was trained on sentences without sources; leave it out");
  }
  if (masking_of(run.spec().recipe)) {
    throw UsageError(
        "`sources`: the run fills holes in sentences and reads no other text; leave it out");
  }
  const auto table = std::make_shared<SourceTable>();
  table->sentences_of_each = sentences_of_each;
  const RunSentences learnt = run.sentences();
  const int32_t width = (rewrites(run.spec().recipe) ? learnt.train : learnt.sources).width;
  table->sentences =
      read_given(*run.spec().tokenizer, sources, {.name = "source", .longest = width});
  table->sampled.resize(static_cast<size_t>(table->sentences.rows));
  std::iota(table->sampled.begin(), table->sampled.end(), 0);
  return table;
}

}  // namespace lingan
