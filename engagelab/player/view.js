// The view of the picture: where people and places are on the screen, zoomed and moved.

class View {
  constructor(canvas, town, extent) {
    Object.assign(this, { canvas, town, extent, layer: document.createElement("canvas") });
    this.pen = canvas.getContext("2d");
    this.resize(600, 400);
  }

  resize(width, height) {
    this.dpr = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(this, { width, height });
    for (const canvas of [this.canvas, this.layer]) {
      canvas.width = Math.max(1, Math.round(width * this.dpr));
      canvas.height = Math.max(1, Math.round(height * this.dpr));
    }
    this.fit();
  }

  fit() {
    const [half, high] = this.extent;
    this.whole = Math.min(this.width / (2 * half + 2), this.height / (2 * high + 2));
    this.view(this.whole, this.width / 2, this.height / 2);
  }

  view(scale, x, y) {
    Object.assign(this, { scale, x, y });
    this.radius = Math.min(14, Math.max(1.7, 0.48 * scale));
    this.sprites = null;
    this.settled = null;
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(40 * this.whole, Math.max(this.whole, this.scale * factor));
    const by = scale / this.scale;
    if (scale === this.whole) this.fit();
    else this.view(scale, x + (this.x - x) * by, y + (this.y - y) * by);
  }

  pan(dx, dy) {
    this.view(this.scale, this.x + dx, this.y + dy);
  }

  // Scroll a person into view.
  reveal(person, round) {
    const [x, y] = this.spot(person, round);
    if (x < 20 || y < 20 || x > this.width - 20 || y > this.height - 20) {
      this.pan(this.width / 2 - x, this.height / 2 - y);
    }
  }

  spot(person, round, way = 1) {
    const [x, y] = this.town.place(person, round, way);
    return [this.x + x * this.scale, this.y + y * this.scale];
  }

  middle(place) {
    const [x, y, radius] = this.town.disc(place);
    return [this.x + x * this.scale, this.y + y * this.scale, radius * this.scale];
  }

  hit(x, y, round) {
    let found = -1, nearest = Math.max(8, 1.6 * this.radius) ** 2;
    for (let person = 0; person < this.town.people; person++) {
      const [px, py] = this.spot(person, round);
      const far = (px - x) ** 2 + (py - y) ** 2;
      if (far < nearest) [found, nearest] = [person, far];
    }
    return found;
  }
}
