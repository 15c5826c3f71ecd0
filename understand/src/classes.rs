//! The closed vocabularies of an understanding: kind, category, urgency, department.
//! Their text forms are a contract: they are stored, exported and shown, so they never change.

use serde::{Serialize, Serializer};
use std::fmt;

/// Declares an enum whose every value has one fixed text form.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The fixed text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// Reads the fixed text form; `None` for anything else.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What a message is, seen by a grid worker who reads along.
    Kind {
        /// Something here is broken, missing, wrong or wanted, and somebody should deal with it.
        Request = "request",
        /// A small concrete personal wish that a neighbour or sponsor could grant.
        Wish = "wish",
        /// The writer offers to take a task or a wish.
        Claim = "claim",
        /// The writer has the same trouble as a message before.
        Support = "support",
        /// Asks that residents discuss or decide something together.
        Proposal = "proposal",
        /// Wants to know something of the community's services.
        Inquiry = "inquiry",
        /// All else: chat, thanks, jokes, advertisements, announcements.
        None = "none",
    }
}

vocabulary! {
    /// What a request is about.
    Category {
        /// 照明
        Lighting = "lighting",
        /// 供水漏水
        Water = "water",
        /// 排水堵塞
        Drainage = "drainage",
        /// 供电
        Power = "power",
        /// 燃气供暖
        GasHeat = "gas_heat",
        /// 电梯
        Lift = "lift",
        /// 房屋墙面屋顶门窗门禁
        Building = "building",
        /// 道路井盖公共设施
        Road = "road",
        /// 环境卫生异味虫鼠
        Sanitation = "sanitation",
        /// 噪音油烟光污染扰民
        Noise = "noise",
        /// 停车交通
        Parking = "parking",
        /// 消防隐患飞线堆物电动车进楼
        FireSafety = "fire_safety",
        /// 违建占道
        IllegalBuild = "illegal_build",
        /// 绿化宠物
        Greening = "greening",
        /// 物业服务收费业委会开发商
        Property = "property",
        /// 邻里纠纷
        Dispute = "dispute",
        /// 助老助残帮办
        Care = "care",
        /// 治安诈骗
        PublicOrder = "public_order",
        /// 教育医疗社保证件公交等公共服务
        PublicService = "public_service",
        /// 其他
        Other = "other",
    }
}

vocabulary! {
    /// How soon a request must be dealt with.
    Urgency {
        /// Life or health in danger now.
        Emergency = "emergency",
        /// A day is too long.
        Urgent = "urgent",
        /// The rest.
        Normal = "normal",
    }
}

vocabulary! {
    /// The seven top classes of the 2020 citizens'-message task, to suggest whom to whistle.
    Department {
        /// Housing, streets, water, power, property management.
        Construction = "城乡建设",
        /// Work, wages, pensions, insurance, relief.
        Labour = "劳动和社会保障",
        /// Schools, culture, sport.
        Education = "教育文体",
        /// Trade, prices, consumer rights, tourism, lifts and other inspected goods.
        Commerce = "商贸旅游",
        /// Pollution, smell, noise of works and trades.
        Environment = "环境保护",
        /// Hospitals, doctors, public health, family planning.
        Health = "卫生计生",
        /// Roads between places, buses, taxis, parcels.
        Transport = "交通运输",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_forms_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
        }
        for category in Category::ALL {
            assert_eq!(Category::parse(category.as_str()), Some(*category));
        }
        for urgency in Urgency::ALL {
            assert_eq!(Urgency::parse(urgency.as_str()), Some(*urgency));
        }
        for department in Department::ALL {
            assert_eq!(Department::parse(department.as_str()), Some(*department));
        }
        assert_eq!(
            (Kind::ALL.len(), Category::ALL.len(), Urgency::ALL.len(), Department::ALL.len()),
            (7, 20, 3, 7)
        );
        assert_eq!(Kind::parse("Request"), None);
    }
}
