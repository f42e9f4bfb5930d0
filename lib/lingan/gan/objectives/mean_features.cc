#include <lingan/gan/objectives/mean_features.h>

namespace lingan {

torch::Tensor mean_feature_difference(Discriminator& d, const Sentences& real,
                                      const Sentences& fake) {
  const auto of_real = d.features(real).mean(0);
  return of_real - d.features(fake).mean(0);
}

SentenceValue along_features(const torch::Tensor& direction) {
  return {.by_features = true,
          .of = [direction](const torch::Tensor& features) { return features.matmul(direction); }};
}

}  // namespace lingan
