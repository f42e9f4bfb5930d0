#include <lingan/run/evaluation/gibbs_filler.h>

#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/generators/fill_by_codes.h>
#include <lingan/model/one_torch_thread.h>

namespace lingan {
namespace {

constexpr int64_t kSteps = 20;

void require_plain_draws(const FillRequest& request) {
  const auto refuse = [](const char* option) {
    throw UsageError(std::string(option) +
                     ": the run fills holes by its codes, with words as its generator draws them; "
                     "leave it out");
  };
  const engine::SamplingOptions& options = request.options;
  if (request.candidates > 0) refuse("`candidates`");
  if (options.greedy) refuse("`greedy`");
  if (options.temperature != 1.0) refuse("`temperature`");
  if (options.top_k != 0) refuse("`top_k`");
  if (options.top_p != 1.0) refuse("`top_p`");
}

}  // namespace

GibbsFiller::GibbsFiller(const RunDirectory& run, std::shared_ptr<Generator> generator,
                         std::shared_ptr<const TokenBatch> sentences, const FillRequest& request)
    : encoder_(run),
      generator_(std::move(generator)),
      sentences_(std::move(sentences)),
      request_(request) {
  require_plain_draws(request);
  generator_->to(compute_device());
}

TokenBatch GibbsFiller::fill(int64_t first, int64_t count) const {
  const OneTorchThread one_torch_thread;
  std::vector<int64_t> rows;
  for (int64_t i = first; i < first + count; ++i) rows.push_back(i / request_.fillings);
  IncompleteSentences incomplete;
  incomplete.sentences = to_sentences(select_rows(*sentences_, rows));
  incomplete.missing = incomplete.sentences.tokens == generator_->options().specials.bos;
  incomplete.first_row = static_cast<uint64_t>(first);
  return to_token_batch(fill_by_codes(*generator_, encoder_.network(), incomplete, kSteps,
                                      {request_.seed, Purpose::kEvaluate, 0}));
}

}  // namespace lingan
