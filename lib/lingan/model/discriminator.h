/// Discriminators: how real a sentence looks. One entrance for hard, relaxed and embedded
/// sentences.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/precision.h>
#include <lingan/model/sentences.h>

namespace lingan {

/// The shape of a discriminator; the `[discriminator]` table of a recipe.
struct DiscriminatorOptions {
  std::string kind = "cnn";     ///< a name in discriminators(): `cnn` or `multi-representation-cnn`
  int64_t vocabulary_size = 0;  ///< V, from the tokenizer
  int64_t embedding_width = 64;  ///< E, 1..65536
  std::vector<int64_t> filter_widths = {1, 2, 3, 4,  5,  6,
                                        7, 8, 9, 10, 15, 20};  ///< tokens a window covers
  std::vector<int64_t> filter_counts = {100, 200, 200, 200, 200, 100, 100, 100, 100, 100, 160, 160};
  int64_t representations = 1;       ///< R (RelGAN: 64); divides E
  std::string highway = "separate";  ///< weights of its transform and gate: `separate` (SeqGAN's,
                                     ///< RelGAN's) or `shared` (TextGAN-PyTorch's)
  double dropout = 0.25;             ///< in [0, 1)
  double l2 = 0.0;  ///< >= 0: weight of the output layer's L2 penalty (SeqGAN: 0.2)
  double initial_range =
      0.1;             ///< > 0: truncated-normal standard deviation of weights; 0: torch's own
  int64_t length = 0;  ///< T; windows wider than T are cut to T
  SpecialTokens specials;
};

/// What DiscriminatorOptions::highway may be.
inline constexpr std::array<std::string_view, 2> kHighwayWeights = {"separate", "shared"};

class DiscriminatorScorer;

/// A network that scores sentences.
class Discriminator : public torch::nn::Module {
 public:
  /// Features before the output layer: [B, F] (with R representations: their mean over R).
  virtual torch::Tensor features(const Sentences& sentences) = 0;

  /// Raw outputs C(x), not squashed: [B], or [B, R] for a discriminator of R representations.
  virtual torch::Tensor logits(const Sentences& sentences) = 0;

  /// The embedding table [V, E]: one-hot rows times it are the vectors that D sees.
  virtual torch::Tensor embeddings() const = 0;

  /// The penalty on weights to add to a loss; a scalar, 0 where there is none.
  virtual torch::Tensor penalty() const = 0;

  /// What scores many hard sentences without gradients, with the present weights: make a new one
  /// after they have changed. By itself it goes through logits(). It must not outlive this object.
  /// @param precision  of products on the CPU.
  virtual std::unique_ptr<DiscriminatorScorer> scorer(
      engine::Precision precision = engine::Precision::kFloat32);

  virtual const DiscriminatorOptions& options() const = 0;
};

/// A kind of discriminator, listed for recipes and help.
struct DiscriminatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  std::shared_ptr<Discriminator> (*make)(const DiscriminatorOptions&, RandomStream);
};

/// All kinds.
std::span<const DiscriminatorCard> discriminators();

/// A discriminator on the CPU with weights drawn from `stream` (Purpose::kInitialize).
/// @throws UsageError if options are out of range, naming key, value and allowed values.
std::shared_ptr<Discriminator> make_discriminator(const DiscriminatorOptions& options,
                                                  RandomStream stream);

}  // namespace lingan
