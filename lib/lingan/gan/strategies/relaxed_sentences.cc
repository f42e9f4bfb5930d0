#include <lingan/gan/strategies/relaxed_sentences.h>

#include <algorithm>
#include <vector>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_noise.h>
#include <lingan/model/sentences/drawn_labels.h>
#include <lingan/model/sentences/drawn_sources.h>

namespace lingan {
namespace {

/// What stands after a sentence's end: one-hot pads, or zeros, in whose place D puts the vector of
/// its own pad.
torch::Tensor pad_rows(const torch::Tensor& like, SpecialTokens specials, bool vectors) {
  auto rows = torch::zeros_like(like);
  if (!vectors) rows.select(1, specials.filler()).fill_(1);
  return rows;
}

/// a_t y_t + (1 - a_t) pad: see unroll_relaxed().
class LengthWeights {
 public:
  explicit LengthWeights(SpecialTokens specials) : specials_(specials) {}

  torch::Tensor weigh(const torch::Tensor& shown) {
    if (specials_.eos < 0) return shown;
    if (!alive_.defined()) alive_ = torch::ones_like(shown.narrow(1, 0, 1));
    auto weighed = alive_ * shown + (1 - alive_) * pad_rows(shown, specials_, false);
    alive_ = alive_ * (1 - shown.narrow(1, specials_.eos, 1));
    return weighed;
  }

 private:
  SpecialTokens specials_;
  torch::Tensor alive_;  // a_t, [B, 1]
};

/// Collects positions and remembers which sentences have ended.
class RelaxedBatch {
 public:
  RelaxedBatch(SpecialTokens specials, const RelaxedRequest& request, const Relaxation& relaxation,
               torch::Device device)
      : specials_(specials),
        length_(request.length),
        vectors_(relaxation.shows_vectors()),
        weighs_lengths_(relaxation.weighs_lengths()),
        weights_(specials),
        finished_(torch::zeros({request.rows}, torch::dtype(torch::kBool).device(device))),
        lengths_(torch::zeros({request.rows}, torch::dtype(torch::kInt64).device(device))) {}

  void append(const RelaxedToken& token) {
    if (weighs_lengths_) return positions_.push_back(weights_.weigh(token.shown));
    if (specials_.eos < 0) {
      positions_.push_back(token.shown);
      lengths_ += 1;
      return;
    }
    positions_.push_back(torch::where(finished_.unsqueeze(1),
                                      pad_rows(token.shown, specials_, vectors_), token.shown));
    lengths_ += finished_.logical_not();
    finished_ = finished_.logical_or(token.hard == specials_.eos);
  }

  /// On a device only at the full length: hearing that all have ended would take a wait for it.
  bool complete() const {
    return static_cast<int64_t>(positions_.size()) == length_ ||
           (specials_.eos >= 0 && !weighs_lengths_ && finished_.is_cpu() &&
            finished_.all().item<bool>());
  }

  Sentences sentences() {
    while (static_cast<int64_t>(positions_.size()) < length_) {
      positions_.push_back(pad_rows(positions_.front().detach(), specials_, vectors_));
    }
    Sentences result;
    (vectors_ ? result.vectors : result.one_hot) = torch::stack(positions_, 1);
    if (!weighs_lengths_) result.lengths = lengths_;
    return result;
  }

 private:
  SpecialTokens specials_;
  int64_t length_;
  bool vectors_;
  bool weighs_lengths_;
  LengthWeights weights_;
  std::vector<torch::Tensor> positions_;  // each [B, V] or [B, E]
  torch::Tensor finished_;                // [B]
  torch::Tensor lengths_;                 // [B]
};

/// The codes [B, Z] of the sentences, where the generator is; undefined where it has none.
torch::Tensor codes_of(const RelaxedRequest& request, const Generator& generator) {
  if (request.latent.defined() || generator.options().latent_width == 0) return request.latent;
  return generator.codes(generator.draw_noise(request.stream, request.first_row, request.rows)
                             .to(generator.embeddings().options()));
}

/// The labels [B] of the sentences, or the numbers of the sources that are drawn, where the
/// generator is; undefined where it is told neither.
torch::Tensor labels_of(const RelaxedRequest& request, const Generator& generator) {
  const GeneratorOptions& options = generator.options();
  if (request.labels.defined()) return request.labels;
  if (generator.is_told_labels()) {
    return drawn_labels(request.stream, request.first_row, request.rows, options.label_sentences)
        .to(generator.embeddings().device());
  }
  if (!generator.reads_sources()) return {};
  return drawn_sources(request.stream, request.first_row, request.rows, *options.sources)
      .to(generator.embeddings().device());
}

/// The state before the first token.
/// @param codes, labels  those of codes_of() and labels_of().
std::vector<torch::Tensor> first_state_of(const RelaxedRequest& request, const Generator& generator,
                                          const torch::Tensor& codes, const torch::Tensor& labels) {
  if (codes.defined()) return generator.initial_state(codes);
  if (request.sources != nullptr) return generator.first_state_of(*request.sources);
  return generator.first_state(request.rows, labels);
}

}  // namespace

torch::Tensor RelaxedInput::perturbed() const {
  return logits + gumbel_noise(stream, first_row, position, logits).to(logits.options());
}

Sentences unroll_relaxed(Generator& generator, SpecialTokens specials, const Relaxation& relaxation,
                         const RelaxedRequest& request) {
  const auto embeddings = generator.embeddings();
  const auto codes = codes_of(request, generator);
  const auto labels = labels_of(request, generator);
  auto state = first_state_of(request, generator, codes, labels);
  auto input = generator.first_input(request.rows, labels);
  RelaxedBatch batch(specials, request, relaxation, embeddings.device());
  for (int64_t position = 0; !batch.complete(); ++position) {
    const auto hidden = generator.advance(input, state);
    const RelaxedToken token = relaxation.relax({.generator = generator,
                                                 .hidden = hidden,
                                                 .logits = generator.logits(hidden),
                                                 .embeddings = embeddings,
                                                 .stream = request.stream,
                                                 .first_row = request.first_row,
                                                 .position = position});
    batch.append(token);
    input = token.fed;
  }
  Sentences sentences = batch.sentences();
  sentences.latent = codes;
  sentences.labels = labels;
  return sentences;
}

StepReport pathwise_step(StepContext& context, const Relaxation& relaxation,
                         const Objective& objective) {
  const GeneratorStepScope scope(context.generator, context.discriminator);
  const RandomStream noise{context.seed, Purpose::kNoise, static_cast<uint32_t>(context.step)};
  const Sentences fake = unroll_relaxed(context.generator, context.specials, relaxation,
                                        {noise, 0, context.batch_size, context.length});
  return minimize(context, objective.generator_loss(*context.discriminator, context.real, fake));
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
