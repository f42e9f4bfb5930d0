/// Discriminators: how real a sentence looks. One entrance for hard, relaxed and embedded
/// sentences.
#pragma once

#include <memory>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/precision.h>
#include <lingan/model/discriminators/discriminator_options.h>
#include <lingan/model/discriminators/judgement.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

class DiscriminatorScorer;

/// A network that scores sentences.
class Discriminator : public torch::nn::Module {
 public:
  /// Features before the output layer: [B, F] (with R representations: their mean over R).
  virtual torch::Tensor features(const Sentences& sentences) = 0;

  /// Raw outputs C(x), not squashed: [B]; [B, R] for a discriminator of R representations; [B, T]
  /// for one that judges tokens (judges_tokens), where those after a sentence's end mean nothing.
  /// Of classes ln(D / (1 - D)), where D is the probability of all classes of real sentences
  /// together.
  virtual torch::Tensor logits(const Sentences& sentences) = 0;

  /// The same with the weights of a mean.
  Judgement judge(const Sentences& sentences);

  /// Raw outputs of single tokens, [B, T]: log odds that a token is the text's own and was not put
  /// in its place by a generator (Clark et al. 2020, ELECTRA, sec. 2). Those after a sentence's end
  /// mean nothing.  @throws UsageError where options().token_outputs is false.
  virtual torch::Tensor token_logits(const Sentences& sentences);

  /// The embedding table [V, E]: one-hot rows times it are the vectors that D sees.
  virtual torch::Tensor embeddings() const = 0;

  /// Reads another network's table from now on, as it then is, and leaves it alone: no gradient of
  /// D reaches it. For options().embeddings = "generator".
  /// @param table  [V, E].
  /// @throws UsageError if the widths differ, or the network cannot share one.
  virtual void share_embeddings(const torch::Tensor& table);

  /// The latent codes [B, Z] that sentences were made of, as far as D's features tell (Zhang et al.
  /// 2017, sec. 3.2).  @throws UsageError where options().latent_width is 0.
  virtual torch::Tensor latent(const Sentences& sentences);

  /// Raw outputs of options().classes = K classes of real sentences, and of fake ones last, by
  /// features(): [B, F] -> [B, K + 1]; softmax makes them probabilities. The softmax of the first K
  /// alone is a judgement of the class by itself, which real and fake sentences have.
  /// @throws UsageError without classes.
  virtual torch::Tensor class_logits(const torch::Tensor& features);

  /// Called before each of its training steps: what it keeps beside its weights follows them.
  virtual void begin_step() {}

  /// The penalty on weights to add to a loss; a scalar, 0 where there is none.
  virtual torch::Tensor penalty() const = 0;

  /// What scores many hard sentences without gradients, with the present weights: make a new one
  /// after they have changed. By itself it goes through logits(). It must not outlive this object.
  /// @param precision  of products on the CPU.
  virtual std::unique_ptr<DiscriminatorScorer> scorer(
      engine::Precision precision = engine::Precision::kFloat32);

  virtual const DiscriminatorOptions& options() const = 0;
};

/// A discriminator on the CPU with weights drawn from `stream` (Purpose::kInitialize).
/// @throws UsageError if options are out of range, naming key, value and allowed values.
std::shared_ptr<Discriminator> make_discriminator(const DiscriminatorOptions& options,
                                                  RandomStream stream);

}  // namespace lingan
