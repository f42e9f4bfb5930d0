#include <lingan/gan/objectives/label_loss.h>

namespace lingan {

torch::Tensor label_logits(Discriminator& d, const Sentences& sentences) {
  return d.class_logits(d.features(sentences)).narrow(1, 0, d.options().classes);
}

torch::Tensor label_loss(Discriminator& d, const Sentences& labelled) {
  return torch::cross_entropy_loss(label_logits(d, labelled), labelled.labels);
}

}  // namespace lingan
