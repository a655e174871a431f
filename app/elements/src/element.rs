//! One type for every element of a page.

use crate::attribute::{Class, Value};
use std::any::TypeId;
use std::borrow::Cow;
use whole::tachys::html::attribute::Attribute;
use whole::tachys::html::attribute::any_attribute::{AnyAttribute, AnyAttributeState, IntoAnyAttribute};
use whole::tachys::html::element::ElementType;
use whole::tachys::html::event::{EventDescriptor, on};
use whole::tachys::html::node_ref::{NodeRefContainer, node_ref};
use whole::tachys::hydration::Cursor;
use whole::tachys::renderer::{CastFrom, Rndr, types};
use whole::tachys::view::add_attr::AddAnyAttr;
use whole::tachys::view::any_view::{AnyView, AnyViewState, AnyViewWithAttrs, IntoAny};
use whole::tachys::view::{IntoRender, Mountable, Position, PositionState, Render, RenderHtml};

pub const SVG: &str = "http://www.w3.org/2000/svg";

type Attributes = Vec<(&'static str, Cow<'static, str>)>;

/// Behind a pointer, because every step of making it passes it on.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    namespace: Option<&'static str>,
    attributes: Attributes,
    /// Event handlers and references, each with what tells two kinds apart.
    live: Vec<(TypeId, AnyAttribute)>,
    inner_html: Option<String>,
    child: Option<AnyView>,
}

/// What an [`Element`] remembers once it is on the screen.
pub struct ElementState {
    tag: &'static str,
    node: types::Element,
    attributes: Attributes,
    live: Vec<(TypeId, AnyAttributeState)>,
    child: Option<AnyViewState>,
}

/// The functions that `view!` calls for its tags.
macro_rules! tags {
    ($namespace:expr; $($tag:ident),* $(,)?) => {
        $(
            #[allow(non_snake_case, reason = "the names of tags")]
            pub fn $tag() -> $crate::Element {
                $crate::Element::new(stringify!($tag), $namespace)
            }
        )*
    };
}
pub(crate) use tags;

/// The methods that `view!` calls for attributes whose name it knows.
macro_rules! attributes {
    ($($method:ident $name:literal),* $(,)?) => {
        impl Element {
            $(
                #[must_use]
                pub fn $method(self, value: impl Value) -> Self {
                    self.attr($name, value)
                }
            )*
        }
    };
}

attributes! {
    action "action", alt "alt", aria_current "aria-current", aria_describedby "aria-describedby", aria_disabled "aria-disabled",
    aria_expanded "aria-expanded", aria_hidden "aria-hidden", aria_invalid "aria-invalid", aria_label "aria-label",
    aria_labelledby "aria-labelledby", aria_live "aria-live", aria_pressed "aria-pressed", aria_sort "aria-sort",
    r#as "as", autocapitalize "autocapitalize", autocomplete "autocomplete", charset "charset", checked "checked", colspan "colspan", content "content",
    crossorigin "crossorigin", disabled "disabled", download "download", enterkeyhint "enterkeyhint", r#for "for",
    height "height", hidden "hidden", href "href", id "id", inputmode "inputmode", label "label", lang "lang", loading "loading", max "max", maxlength "maxlength",
    method "method", min "min", minlength "minlength", name "name", open "open", placeholder "placeholder", readonly "readonly", rel "rel", required "required",
    role "role", rows "rows", scope "scope", selected "selected", sizes "sizes", spellcheck "spellcheck", src "src",
    srcset "srcset", tabindex "tabindex", title "title",
    r#type "type", value "value", width "width",
}

impl Element {
    #[must_use]
    pub fn new(tag: &'static str, namespace: Option<&'static str>) -> Self {
        let (attributes, live) = (Vec::new(), Vec::new());
        Self(Box::new(Parts { tag, namespace, attributes, live, inner_html: None, child: None }))
    }

    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Value) -> Self {
        self.with_attribute(name, value.text())
    }

    fn with_attribute(mut self, name: &'static str, value: Option<Cow<'static, str>>) -> Self {
        if let Some(value) = value {
            self.0.attributes.push((name, value));
        }
        self
    }

    #[must_use]
    pub fn class(self, class: impl Class) -> Self {
        self.with_class(class.names())
    }

    fn with_class(mut self, names: Option<Cow<'static, str>>) -> Self {
        if let (Some(names), Some((_, class))) =
            (&names, self.0.attributes.iter_mut().find(|(name, _)| *name == "class"))
        {
            *class = format!("{class} {names}").into();
            return self;
        }
        self.with_attribute("class", names)
    }

    #[must_use]
    pub fn child(mut self, child: impl IntoRender<Output: RenderHtml>) -> Self {
        self.0.child = Some(child.into_render().into_any());
        self
    }

    #[must_use]
    pub fn inner_html(mut self, html: impl Into<String>) -> Self {
        self.0.inner_html = Some(html.into());
        self
    }

    #[must_use]
    pub fn on<E, F>(self, event: E, answer: F) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<types::Event> + 'static,
        F: FnMut(E::EventType) + 'static,
    {
        self.with_live(TypeId::of::<F>(), on(event, answer).into_any_attr())
    }

    #[must_use]
    pub fn node_ref<E, C>(self, container: C) -> Self
    where
        E: ElementType,
        C: NodeRefContainer<E>,
    {
        self.with_live(TypeId::of::<C>(), node_ref::<E, C>(container).into_any_attr())
    }

    fn with_live(mut self, kind: TypeId, attribute: AnyAttribute) -> Self {
        self.0.live.push((kind, attribute));
        self
    }

    /// Whether this can be shown by changing what stands there.
    fn fits(&self, state: &ElementState) -> bool {
        let same_live = || self.0.live.iter().map(|(kind, _)| kind).eq(state.live.iter().map(|(kind, _)| kind));
        self.0.tag == state.tag && self.0.inner_html.is_none() && same_live()
    }
}

impl Render for Element {
    type State = ElementState;

    fn build(self) -> ElementState {
        let this = *self.0;
        let node = Rndr::create_element(this.tag, this.namespace);
        for (name, value) in &this.attributes {
            Rndr::set_attribute(&node, name, value);
        }
        if let Some(html) = &this.inner_html {
            Rndr::set_inner_html(&node, html);
        }
        let live = this.live.into_iter().map(|(kind, attribute)| (kind, attribute.build(&node))).collect();
        let mut child = this.child.map(Render::build);
        child.mount(&node, None);
        ElementState { tag: this.tag, node, attributes: this.attributes, live, child }
    }

    /// Writes only what is different, so that the element keeps its focus and what was typed.
    fn rebuild(self, state: &mut ElementState) {
        if !self.fits(state) {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        let this = *self.0;
        for (name, _) in &state.attributes {
            if !this.attributes.iter().any(|(kept, _)| kept == name) {
                Rndr::remove_attribute(&state.node, name);
            }
        }
        for attribute in &this.attributes {
            if !state.attributes.contains(attribute) {
                Rndr::set_attribute(&state.node, attribute.0, &attribute.1);
            }
        }
        state.attributes = this.attributes;
        for ((_, new), (_, old)) in this.live.into_iter().zip(&mut state.live) {
            new.rebuild(old);
        }
        match (this.child, &mut state.child) {
            (Some(new), Some(old)) => new.rebuild(old),
            (new, old) => {
                old.unmount();
                *old = new.map(Render::build);
                old.mount(&state.node, None);
            }
        }
    }
}

impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = "<p></p>".len();

    fn dry_resolve(&mut self) {
        if let Some(child) = &mut self.0.child {
            child.dry_resolve();
        }
    }

    async fn resolve(mut self) -> Self {
        self.0.child = match self.0.child.take() {
            Some(child) => Some(child.resolve().await),
            None => None,
        };
        self
    }

    fn html_len(&self) -> usize {
        let attributes: usize = self.0.attributes.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        2 * self.0.tag.len() + 5 + attributes + self.0.child.as_ref().map_or(0, RenderHtml::html_len)
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        mark_branches: bool,
        _extra: Vec<AnyAttribute>,
    ) {
        let this = *self.0;
        buf.push('<');
        buf.push_str(this.tag);
        for (name, value) in &this.attributes {
            buf.push(' ');
            buf.push_str(name);
            if !value.is_empty() {
                buf.push_str("=\"");
                push_escaped(buf, value);
                buf.push('"');
            }
        }
        buf.push('>');
        if !is_void(this.tag) {
            if let Some(html) = &this.inner_html {
                buf.push_str(html);
            } else if let Some(child) = this.child {
                *position = Position::FirstChild;
                child.to_html_with_buf(buf, position, this.tag != "script", mark_branches, Vec::new());
            }
            buf.push_str("</");
            buf.push_str(this.tag);
            buf.push('>');
        }
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ElementState {
        let this = *self.0;
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let node = take_over(cursor, this.tag);
        let live =
            this.live.into_iter().map(|(kind, attribute)| (kind, attribute.hydrate::<FROM_SERVER>(&node))).collect();
        let child = this.child.map(|child| {
            position.set(Position::FirstChild);
            child.hydrate::<FROM_SERVER>(cursor, position)
        });
        cursor.set(AsRef::<types::Node>::as_ref(&node).clone());
        position.set(Position::NextChild);
        ElementState { tag: this.tag, node, attributes: this.attributes, live, child }
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// The server's element. Another one there means that the page and the program do not belong together: nothing can be
/// taken over then, and the page goes on without the program.
fn take_over(cursor: &Cursor, tag: &'static str) -> types::Element {
    match types::Element::cast_from(cursor.current()).filter(|node| node.local_name() == tag) {
        Some(node) => node,
        None => panic!("the server's page has no <{tag}> here"),
    }
}

fn is_void(tag: &str) -> bool {
    matches!(tag, "br" | "img" | "input" | "link" | "meta")
}

fn push_escaped(buf: &mut String, value: &str) {
    for letter in value.chars() {
        match letter {
            '&' => buf.push_str("&amp;"),
            '"' => buf.push_str("&quot;"),
            '<' => buf.push_str("&lt;"),
            '>' => buf.push_str("&gt;"),
            letter => buf.push(letter),
        }
    }
}

impl AddAnyAttr for Element {
    type Output<New: Attribute> = AnyViewWithAttrs;

    fn add_any_attr<New: Attribute>(self, attribute: New) -> AnyViewWithAttrs {
        self.into_any().add_any_attr(attribute)
    }
}

impl Mountable for ElementState {
    fn unmount(&mut self) {
        Rndr::remove(&self.node);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn try_mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) -> bool {
        Rndr::try_insert_node(parent, &self.node, marker)
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.node.insert_before_this(child)
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.node.clone()]
    }
}
