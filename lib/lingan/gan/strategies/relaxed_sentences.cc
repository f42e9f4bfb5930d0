#include <lingan/gan/strategies/relaxed_sentences.h>

#include <algorithm>
#include <vector>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_noise.h>

namespace lingan {
namespace {

/// One-hot pads [B, V].
torch::Tensor pad_rows(const torch::Tensor& like, SpecialTokens specials) {
  auto rows = torch::zeros_like(like);
  rows.select(1, specials.filler()).fill_(1);
  return rows;
}

/// Collects positions and remembers which sentences have ended.
class RelaxedBatch {
 public:
  RelaxedBatch(SpecialTokens specials, const RelaxedRequest& request, torch::Device device)
      : specials_(specials),
        length_(request.length),
        finished_(torch::zeros({request.rows}, torch::dtype(torch::kBool).device(device))),
        lengths_(torch::zeros({request.rows}, torch::dtype(torch::kInt64).device(device))) {}

  void append(const RelaxedToken& token) {
    if (specials_.eos < 0) {
      positions_.push_back(token.shown);
      lengths_ += 1;
      return;
    }
    positions_.push_back(
        torch::where(finished_.unsqueeze(1), pad_rows(token.shown, specials_), token.shown));
    lengths_ += finished_.logical_not();
    finished_ = finished_.logical_or(token.hard == specials_.eos);
  }

  /// On a device only at the full length: hearing that all have ended would take a wait for it.
  bool complete() const {
    return static_cast<int64_t>(positions_.size()) == length_ ||
           (specials_.eos >= 0 && finished_.is_cpu() && finished_.all().item<bool>());
  }

  Sentences sentences() {
    while (static_cast<int64_t>(positions_.size()) < length_) {
      positions_.push_back(pad_rows(positions_.front().detach(), specials_));
    }
    Sentences result;
    result.one_hot = torch::stack(positions_, 1);
    result.lengths = lengths_;
    return result;
  }

 private:
  SpecialTokens specials_;
  int64_t length_;
  std::vector<torch::Tensor> positions_;  // each [B, V]
  torch::Tensor finished_;                // [B]
  torch::Tensor lengths_;                 // [B]
};

}  // namespace

Sentences unroll_relaxed(Generator& generator, SpecialTokens specials, const Relaxation& relaxation,
                         const RelaxedRequest& request) {
  const auto embeddings = generator.embeddings();
  auto state = generator.initial_state(request.rows);
  const auto first = torch::full({request.rows}, specials.bos,
                                 torch::dtype(torch::kInt64).device(embeddings.device()));
  auto input = torch::embedding(embeddings, first);
  RelaxedBatch batch(specials, request, embeddings.device());
  for (int64_t position = 0; !batch.complete(); ++position) {
    const auto logits = generator.step(input, state);
    const auto noise = gumbel_noise(request.stream, request.first_row, position, logits);
    RelaxedToken token = relaxation.relax(logits + noise.to(logits.options()), embeddings);
    batch.append(token);
    input = token.fed;
  }
  return batch.sentences();
}

StepReport pathwise_step(StepContext& context, const Relaxation& relaxation) {
  const GeneratorStepScope scope(context.generator, context.discriminator);
  const RandomStream noise{context.seed, Purpose::kNoise, static_cast<uint32_t>(context.step)};
  const Sentences fake = unroll_relaxed(context.generator, context.specials, relaxation,
                                        {noise, 0, context.batch_size, context.length});
  return minimize(context,
                  context.objective.generator_loss(context.discriminator, context.real, fake));
}

Sentences relaxed_fakes(StepContext& context, const Relaxation& relaxation, int64_t rows,
                        uint64_t first_row) {
  const torch::NoGradGuard no_gradient;
  const GeneratorStepScope scope(context.generator, context.discriminator);
  const RandomStream noise{context.seed, Purpose::kNegatives, static_cast<uint32_t>(context.step)};
  return unroll_relaxed(context.generator, context.specials, relaxation,
                        {noise, first_row, rows, context.length});
}

}  // namespace lingan
